package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.shared.Result;
import jakarta.servlet.http.Cookie;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

/** The token of the forms, with the real cookie, as a browser of a signed-in person has it. */
@SpringBootTest(properties = "latchkey.data-dir=target/form-token-test-${random.uuid}")
@AutoConfigureMockMvc
@NullUnmarked
class FormTokenTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private Sessions sessions;

    private Cookie session;

    @BeforeEach
    void somebodyIsSignedIn() {
        Organization organization =
                made(directory.create(Actor.SYSTEM, "Example", Edition.ENTERPRISE));
        NewUser given = new NewUser(UUID.randomUUID() + "@example.com", "Ada", false);
        User user = made(directory.createUser(Caller.system(organization.id()), given));
        session = new Cookie("latchkey_session", sessions.begin(user, Instant.now()));
    }

    private static <T> T made(Result<T> result) {
        return ((Result.Ok<T>) result).value();
    }

    @Test
    void fetchingTheStylesheetLeavesTheTokenOfThePageAlone() throws Exception {
        MockHttpServletResponse page =
                mvc.perform(get("/console").cookie(session)).andReturn().getResponse();
        Cookie token = page.getCookie("csrf");

        MockHttpServletResponse stylesheet =
                mvc.perform(get("/css/latchkey.css").cookie(session, token))
                        .andReturn()
                        .getResponse();

        assertThat(stylesheet.getHeaders("Set-Cookie")).isEmpty();
        assertThat(signOut(page, token).getHeader("Location")).isEqualTo("/login/out");
    }

    @Test
    void aFormWithoutItsTokenIsRefused() throws Exception {
        assertThat(
                        mvc.perform(post("/logout").cookie(session))
                                .andReturn()
                                .getResponse()
                                .getStatus())
                .isEqualTo(403);
    }

    private MockHttpServletResponse signOut(MockHttpServletResponse page, Cookie token)
            throws Exception {
        Matcher field = TOKEN.matcher(page.getContentAsString());
        assertThat(field.find()).isTrue();
        return mvc.perform(post("/logout").cookie(session, token).param("_csrf", field.group(1)))
                .andReturn()
                .getResponse();
    }
}
