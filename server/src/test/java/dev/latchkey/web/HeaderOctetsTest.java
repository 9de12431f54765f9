package dev.latchkey.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What of an answer's headers leaves as octets. */
class HeaderOctetsTest {
    private static MockHttpServletResponse answer(Consumer<HttpServletResponse> with)
            throws Exception {
        MockHttpServletResponse answer = new MockHttpServletResponse();
        new HeaderOctets()
                .doFilter(
                        new MockHttpServletRequest(),
                        answer,
                        (request, response) -> with.accept((HttpServletResponse) response));
        return answer;
    }

    @ParameterizedTest
    @CsvSource({
        "https://idp.example/přihlášení?org=škoda,"
                + " https://idp.example/p%C5%99ihl%C3%A1%C5%A1en%C3%AD?org=%C5%A1koda",
        "https://idp.müller.example:8443/a?b#c, https://idp.xn--mller-kva.example:8443/a?b#c",
        "https://idp.example/a%20b?x=%41, https://idp.example/a%20b?x=%41",
        "/console?name=上, /console?name=%E4%B8%8A"
    })
    void anAddressToGoToIsWrittenWithItsOctets(String address, String written) throws Exception {
        assertThat(
                        answer(response -> response.setHeader("Location", address))
                                .getHeader("Location"))
                .isEqualTo(written);
        assertThat(
                        answer(
                                        response -> {
                                            try {
                                                response.sendRedirect(address);
                                            } catch (java.io.IOException e) {
                                                throw new java.io.UncheckedIOException(e);
                                            }
                                        })
                                .getRedirectedUrl())
                .isEqualTo(written);
    }

    @Test
    void anErrorAfterAPartOfTheAnswerHasLeftIsNoFault() throws Exception {
        MockHttpServletResponse answer =
                answer(response -> {
                    try {
                        response.flushBuffer();
                        response.sendError(404);
                        response.sendError(503, "busy");
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });

        assertThat(answer.getStatus()).isEqualTo(200);
    }

    @Test
    void noLineIsAddedToTheHeaders() throws Exception {
        assertThat(
                        answer(response ->
                                        response.setHeader(
                                                "Location", "/a\r\nSet-Cookie: x=y\u010d"))
                                .getHeader("Location"))
                .isEqualTo("/a%0D%0ASet-Cookie:%20x=y%C4%8D");
    }

    @Test
    void aHeaderThatWouldBeCutIsRefused() {
        for (String value : new String[] {"škoda", "a\r\nb", "\u0000", "\u0161"}) {
            assertThatThrownBy(() -> answer(response -> response.setHeader("X-Any", value)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> answer(response -> response.addHeader("Set-Cookie", value)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            value = {
                "users.csv|attachment; filename=\"users.csv\"",
                "škoda.csv|attachment; filename=\"_koda.csv\"; filename*=UTF-8''%C5%A1koda.csv",
                "a\"b.csv|attachment; filename=\"a_b.csv\"; filename*=UTF-8''a%22b.csv"
            },
            delimiter = '|')
    void aFileKeepsItsName(String name, String value) {
        assertThat(HeaderOctets.attachment(name)).isEqualTo(value);
    }

    @Test
    void aFileNameIsNoPathAndNoLine() {
        assertThat(HeaderOctets.attachment("../a\r\nb\\c.csv"))
                .isEqualTo("attachment; filename=\".._a_b_c.csv\"");
    }
}
