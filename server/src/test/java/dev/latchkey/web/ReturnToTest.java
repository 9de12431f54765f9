package dev.latchkey.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnToTest {
    @ParameterizedTest
    @ValueSource(strings = {"/console", "/organization/failures?page=2", "/a/b#c"})
    void localPathsAreKept(String wish) {
        assertThat(ReturnTo.local(wish)).isEqualTo(wish);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "console",
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "/%zz",
                "/a b",
                "javascript:alert(1)",
                "/.//evil.example",
                "/a/..//evil.example",
                "/%2F/evil.example",
                "/%5Cevil.example",
                "/{x}",
                "/\r\nLocation: https://evil.example"
            })
    void everythingElseLeadsToTheConsole(String wish) {
        assertThat(ReturnTo.local(wish)).isEqualTo("/console");
    }
}
