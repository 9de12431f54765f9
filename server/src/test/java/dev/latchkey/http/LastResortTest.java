package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastResortTest {
    @Test
    void aProcessThatWouldLiveOnDeafEnds() {
        assertThat(LastResort.isFatal("any", new OutOfMemoryError())).isTrue();
        assertThat(LastResort.isFatal("http-nio-8080-Acceptor", new IllegalStateException()))
                .isTrue();
        assertThat(LastResort.isFatal("http-nio-8080-Poller", new IllegalStateException()))
                .isTrue();
        assertThat(LastResort.isFatal("tomcat-handler-7", new IllegalStateException())).isFalse();
    }
}
