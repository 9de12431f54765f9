package dev.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import dev.latchkey.directory.User;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Opens pages and sends forms as somebody. */
@org.jspecify.annotations.NullUnmarked
public record Pages(MockMvc mvc, RequestPostProcessor who) {

    public static SignedInOperator colleague(String name) {
        return new SignedInOperator(OperatorId.next(), name + "@vendor.example", name);
    }

    public static Pages of(MockMvc mvc, SignedInOperator operator) {
        return new Pages(mvc, as(operator, "ROLE_OPERATOR"));
    }

    public static Pages of(MockMvc mvc, User admin) {
        SignedInUser principal =
                new SignedInUser(
                        admin.id(),
                        admin.organization(),
                        admin.email(),
                        admin.name(),
                        true,
                        "SSO",
                        Instant.now());
        return new Pages(mvc, as(principal, "ROLE_USER", "ROLE_ADMIN"));
    }

    private static RequestPostProcessor as(Object principal, String... roles) {
        return authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        principal, null, AuthorityUtils.createAuthorityList(roles)));
    }

    public MockHttpServletResponse send(HttpMethod method, String path, String... fields)
            throws Exception {
        var form = request(method, path).with(who).with(csrf());
        for (String field : fields) {
            int equals = field.indexOf('=');
            form.param(field.substring(0, equals), field.substring(equals + 1));
        }
        return mvc.perform(form).andReturn().getResponse();
    }

    public MockHttpServletResponse post(String path, String... fields) throws Exception {
        return send(HttpMethod.POST, path, fields);
    }

    /** Sends a form with a file. */
    public MockHttpServletResponse upload(String path, String name, String content)
            throws Exception {
        return mvc.perform(
                        multipart(path)
                                .file(
                                        new MockMultipartFile(
                                                "file",
                                                name,
                                                "text/plain",
                                                content.getBytes(StandardCharsets.UTF_8)))
                                .with(who)
                                .with(csrf()))
                .andReturn()
                .getResponse();
    }

    public MockHttpServletResponse put(String path, String... fields) throws Exception {
        return send(HttpMethod.PUT, path, fields);
    }

    public MockHttpServletResponse delete(String path) throws Exception {
        return send(HttpMethod.DELETE, path);
    }

    /** Sends a form that is taken, and returns where it leads. */
    public String goesOn(String path, String... fields) throws Exception {
        MockHttpServletResponse answer = post(path, fields);
        assertThat(answer.getStatus()).as(answer.getContentAsString()).isEqualTo(302);
        return answer.getHeader("Location");
    }

    public String html(String path) throws Exception {
        MockHttpServletResponse answer =
                mvc.perform(get(java.net.URI.create(path)).with(who)).andReturn().getResponse();
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return answer.getContentAsString();
    }

    public int status(String path) throws Exception {
        return mvc.perform(get(path).with(who)).andReturn().getResponse().getStatus();
    }

    /** Opens a request as the customer. */
    public SupportRequestId ask(String kind, String subject, String text) throws Exception {
        String page =
                goesOn(
                        "/organization/requests",
                        "kind=" + kind,
                        "subject=" + subject,
                        "text=" + text);
        return SupportRequestId.parse(page.substring(page.lastIndexOf('/') + 1)).orElseThrow();
    }
}
