package dev.latchkey.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.operators.Operator;
import dev.latchkey.operators.Operators;
import dev.latchkey.shared.Secret;
import dev.latchkey.testing.Forms;
import dev.latchkey.testing.Requests;
import dev.latchkey.web.SignedInOperator;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Who is told by mail that somebody else changed their way in; here since it shares these tests' mail server. */
@org.jspecify.annotations.NullUnmarked
class WhoIsToldTest extends Emergency {
    @Autowired Operators operators;

    /** Whoever makes a link must be an operator when it is used. */
    @BeforeEach
    void theOperatorIsOne() {
        People.employ(jdbc);
    }

    private static List<MimeMessage> mails(String to, String subject) {
        return Arrays.stream(SMTP.getReceivedMessages())
                .filter(mail -> {
                    try {
                        return mail.getAllRecipients()[0].toString().equals(to)
                                && mail.getSubject().contains(subject);
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static String mail(String to, String subject) throws Exception {
        return mail(to, subject, 1);
    }

    private static String mail(String to, String subject, int mails) throws Exception {
        for (int i = 0; i < 200 && mails(to, subject).size() < mails; i++) {
            Thread.sleep(50);
        }
        assertThat(mails(to, subject)).as(to + ": " + subject).hasSize(mails);
        return mails(to, subject).getFirst().getContent().toString().replace("\r\n", "\n");
    }

    private String change(User user, String email, boolean admin) throws Exception {
        int version =
                jdbc.sql("select version from app_user where id = ?")
                        .param(user.id().value())
                        .query(Integer.class)
                        .single();
        return operate(
                        user,
                        "",
                        "version",
                        String.valueOf(version),
                        "email",
                        email,
                        "name",
                        user.name(),
                        "kind",
                        "PERSON",
                        admin ? "admin" : "unused",
                        "true")
                .getHeader("Location");
    }

    /** The token of a link that an operator makes. */
    private String linkFor(User user) throws Exception {
        return java.util.Arrays.stream(operate(user, "/password-link").getCookies())
                .filter(cookie -> cookie.getName().contains("once_password_"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void aPasswordLinkByAnOperatorAndItsUseAreTold() throws Exception {
        User plain = user("Paul", false);
        String link = linkFor(bob);

        String own = mail(bob.email(), "A link to set a password was made");
        assertThat(own)
                .contains(People.OPERATOR.name() + " (support)", "your account", " UTC")
                .contains(organization.name(), "tell an admin")
                .doesNotContain("token=", link);
        assertThat(mail(ann.email(), "A link to set a password was made"))
                .contains("Bob <" + bob.email() + ">", "audit log")
                .doesNotContain("token=");

        send(post("/login/reset").param("token", link).param("password", "a good long password"));
        assertThat(mail(bob.email(), "A new password was set"))
                .contains("your account", "If this is not right")
                .doesNotContain("a good long password");
        assertThat(mails(ann.email(), "A new password was set")).isEmpty();
        assertThat(mails(plain.email(), "")).isEmpty();
    }

    @Test
    void aPasswordThatSomebodyElseSetIsToldToTheAdminsToo() throws Exception {
        directory.setPassword(
                new Caller(Caller.Kind.OPERATOR, Actor.of(People.OPERATOR), organization.id()),
                bob.id(),
                "a good long password");
        mail(bob.email(), "A new password was set");
        mail(ann.email(), "A new password was set");
    }

    @Test
    void anAddressThatAnOperatorChangesIsToldToTheOldMailboxAndTheAdminsAndWaits()
            throws Exception {
        directory.setPassword(Caller.system(organization.id()), bob.id(), "a good long password");
        String typed = People.email();
        assertThat(change(bob, typed, true)).isNotNull();

        assertThat(mail(bob.email(), "A sign-in address was changed"))
                .contains(typed, People.OPERATOR.name());
        assertThat(mail(ann.email(), "A sign-in address was changed")).contains(bob.email(), typed);
        assertThat(mails(typed, "")).as("it may be a stranger's").isEmpty();
        assertThat(operate(bob, "/password-link").getContentAsString())
                .contains("address_new")
                .doesNotContain("token=");
    }

    @Test
    void aNewUsersMistypedAddressIsCorrectedWithoutAWait() throws Exception {
        User paul = user("Paul", false);
        assertThat(change(paul, People.email(), false)).isNotNull();
        assertThat(linkFor(paul)).isNotEmpty();
    }

    @Test
    void whoBecomesAnAdminOrNoneOrIsSwitchedOffIsToldAndSoAreTheAdmins() throws Exception {
        User paul = user("Paul", false);
        change(paul, paul.email(), true);
        mail(paul.email(), "An admin was made");
        assertThat(mail(ann.email(), "An admin was made")).contains("Paul <" + paul.email());
        change(paul, paul.email(), false);
        mail(paul.email(), "An admin is no longer one");
        mail(bob.email(), "An admin is no longer one");
        operate(paul, "/activation", "_method", "delete");
        mail(paul.email(), "A user was deactivated");
        mail(ann.email(), "A user was deactivated");
        operate(paul, "/activation");
        mail(paul.email(), "A user was activated");
        change(paul, paul.email(), false);
        assertThat(mails(paul.email(), "")).as("nothing was changed").hasSize(4);
    }

    @Test
    void anImportOfManyIsToldOnceWithItsNumbers() throws Exception {
        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        String base = "/operator/organizations/" + organization.id() + "/users/import";
        String file =
                "email,name,admin\n"
                        + IntStream.range(0, 200)
                                .mapToObj(i ->
                                        People.email() + ",N" + i + "," + (i < 150 ? "yes" : "no"))
                                .collect(Collectors.joining("\n"));
        String waiting =
                mvc.perform(
                                multipart(base)
                                        .file(
                                                new MockMultipartFile(
                                                        "file",
                                                        "u.csv",
                                                        "text/csv",
                                                        file.getBytes(StandardCharsets.UTF_8)))
                                        .with(People.operator())
                                        .with(SecurityMockMvcRequestPostProcessors.csrf()))
                        .andReturn()
                        .getResponse()
                        .getHeader("Location");
        send(
                post(waiting)
                        .with(People.operator())
                        .param("seen", Forms.any(mvc, waiting, People.operator())));
        assertThat(mail(ann.email(), "Users were imported"))
                .contains("200 users, of whom 150 are admins", People.OPERATOR.name());
        assertThat(mails(ann.email(), "An admin was made")).isEmpty();
    }

    @Test
    void whatConcernsOperatorsIsToldToAllOfThem() throws Exception {
        Operator olga = operator("Olga");
        Operator oskar = operator("Oskar");
        Operator otto = operator("Otto");
        mail(olga.email(), "An operator was made", 2);
        send(post("/operator/operators/invitations").with(as(otto)));
        mail(olga.email(), "A link for a new operator was made");
        send(delete("/operator/operators/" + oskar.id() + "/activation").with(as(otto)));
        assertThat(mail(olga.email(), "An operator was disabled"))
                .contains("Otto (support) disabled the operator Oskar <" + oskar.email());
        mail(oskar.email(), "An operator was disabled");
        send(post("/operator/operators/" + oskar.id() + "/activation").with(as(otto)));
        mail(oskar.email(), "An operator was enabled");
        send(
                post("/operator/password")
                        .with(as(otto))
                        .param("present", "a good long password")
                        .param("wanted", "another long password"));
        mail(otto.email(), "An operator's password was changed");
        mail(olga.email(), "An operator's password was changed");
        assertThat(mails(otto.email(), "link")).as("who did it").isEmpty();
        assertThat(mails(ann.email(), "operator")).isEmpty();
    }

    @Test
    void manyChangesInAnHourCoverNobodysMailboxAndNoneIsLeftOut() throws Exception {
        User paul = user("Paul", false);
        for (int i = 0; i < 15; i++) {
            operate(paul, "/activation", "_method", "delete");
            operate(paul, "/activation");
        }
        mail(ann.email(), "A user was", 20);
        jdbc.sql(
                        """
                        update scheduled_tasks set execution_time = now() where task_name = 'tell-of-changes'
                        """)
                .update();
        assertThat(mail(ann.email(), "10 changes"))
                .contains("A user was activated", "A user was deactivated", "Paul");
        assertThat(mail(paul.email(), "10 changes")).contains("your account");
    }

    private static RequestPostProcessor as(Operator operator) {
        return authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        new SignedInOperator(operator.id(), operator.email(), operator.name()),
                        null,
                        AuthorityUtils.createAuthorityList("ROLE_OPERATOR")));
    }

    private Operator operator(String name) {
        return People.ok(
                operators.create(
                        new Actor(Actor.Kind.SYSTEM, null, "one-time link"),
                        People.email(),
                        name,
                        new Secret("a good long password")));
    }
}
