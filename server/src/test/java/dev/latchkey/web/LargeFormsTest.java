package dev.latchkey.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;

/** Who may send a large form, and where. */
class LargeFormsTest {
    private static final String PAGE = "/organization/cohorts/CO1/comparison";

    private static final String IMPORT = "/operator/organizations/OR1/users/import";

    private static int send(String path, long length, boolean chunked, boolean signedIn)
            throws Exception {
        LargeForms forms =
                new LargeForms(
                        List.of(
                                new UploadPage(
                                        Pattern.compile("/organization/cohorts/[^/]+/comparison")),
                                new UploadPage(Pattern.compile(IMPORT), 100_000_000)),
                        List.of(),
                        List.of(request ->
                                signedIn
                                        ? Optional.of(new TestingAuthenticationToken("ann", null))
                                        : Optional.empty()));
        MockHttpServletRequest request =
                new MockHttpServletRequest("POST", path) {
                    @Override
                    public long getContentLengthLong() {
                        return length;
                    }
                };
        if (chunked) {
            request.addHeader("Transfer-Encoding", "chunked");
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        MockFilterChain chain = new MockFilterChain();
        forms.doFilter(request, response, chain);
        assertThat(chain.getRequest() != null).isEqualTo(response.getStatus() == 200);
        return response.getStatus();
    }

    @Test
    void aLargeFormIsTakenWhereAPageWantsItFromWhoIsSignedIn() throws Exception {
        assertThat(send(PAGE, 1L << 30, false, true)).isEqualTo(200);
    }

    @Test
    void aPageMayTakeLessThanTheServerDoes() throws Exception {
        assertThat(send(IMPORT, 100_000_000, false, true)).isEqualTo(200);
        assertThat(send(IMPORT, 100_000_000, false, false)).isEqualTo(413);
        assertThat(send(IMPORT, 100_000_001, false, true)).isEqualTo(413);
    }

    @Test
    void nobodyElseSendsOne() throws Exception {
        assertThat(send(PAGE, 1L << 30, false, false)).isEqualTo(413);
    }

    @Test
    void whatDoesNotSayHowLongItIsIsToldSo() throws Exception {
        assertThat(send(PAGE, -1, true, false)).isEqualTo(411);
        assertThat(send("/login", -1, true, false)).isEqualTo(411);
    }

    @Test
    void otherPagesTakeWhatTheyAlwaysTook() throws Exception {
        assertThat(send("/operator/users/import", LargeForms.USUAL, false, true)).isEqualTo(200);
        assertThat(send("/login", 200, false, false)).isEqualTo(200);
        assertThat(send("/operator/users/import", LargeForms.USUAL + 1, false, true))
                .isEqualTo(413);
        assertThat(send(PAGE + "/columns", 1L << 30, false, true)).isEqualTo(413);
    }
}
