package dev.latchkey.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.rollout.Cohort;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

/** A corrected address, from the admin's question over the mail to the user's own confirmation. */
@org.jspecify.annotations.NullUnmarked
class CorrectionTest extends Review {
    private static final Pattern LINK = Pattern.compile("/login/address\\?token=([\\w-]{43})");

    private MockHttpServletResponse ask(User user, String email) throws Exception {
        return send(
                post(customer() + "/users/" + user.id() + "/correction")
                        .with(admin())
                        .param("email", email));
    }

    /** Waits for the mail to this address. */
    private String mail(String to, String subject) throws Exception {
        for (int i = 0; i < 150; i++) {
            List<MimeMessage> found = mails(to, subject);
            if (!found.isEmpty()) {
                return found.getLast().getContent().toString();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no mail to " + to);
    }

    private static List<MimeMessage> mails(String to, String subject) {
        return Arrays.stream(SMTP.getReceivedMessages())
                .filter(each -> {
                    try {
                        return each.getAllRecipients()[0].toString().equals(to)
                                && each.getSubject().equals(subject);
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private String token(String to) throws Exception {
        Matcher link = LINK.matcher(mail(to, "Confirm your sign-in address"));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private String look(String token) throws Exception {
        return send(get("/login/address").param("token", token)).getContentAsString();
    }

    private String confirm(String token) throws Exception {
        return send(post("/login/address").param("token", token)).getContentAsString();
    }

    private String emailOf(User user) {
        return directory.user(organization.id(), user.id()).orElseThrow().email();
    }

    @Test
    void theUserConfirmsAndSignsInWithTheNewAddress() throws Exception {
        User ann = listed(at("ann.alias"), "Ann");
        idpHas("ann.alias@" + tag + ".de,Ann,");
        assertThat(found(FindingKind.ALIAS_SUSPECTED)).hasSize(1);
        String likely = "ann.alias@" + tag + ".de";
        assertThat(page("/users/" + ann.id() + "/correction")).contains("value=\"" + likely + "\"");

        assertThat(ask(ann, likely).getStatus()).isEqualTo(302);
        String token = token(likely);
        assertThat(mail(ann.email(), "Your sign-in address is about to change"))
                .contains(likely)
                .doesNotContain(token);
        assertThat(page("/readiness")).contains("waits for the user", likely);

        // A scanner follows the link, however often.
        assertThat(look(token)).contains(ann.email(), likely, organization.name());
        assertThat(look(token)).contains("Confirm the new address");
        assertThat(emailOf(ann)).isEqualTo(ann.email());

        assertThat(confirm(token)).contains("Done");
        assertThat(emailOf(ann)).isEqualTo(likely);
        assertThat(
                        jdbc.sql(
                                        "select email from cohort_user where user_id = ? and until is null")
                                .param(ann.id().value())
                                .query(String.class)
                                .single())
                .isEqualTo(likely);
        assertThat(
                        jdbc.sql(
                                        "select count(*) from cohort_comparison where cohort_id = ? and done = wanted")
                                .param(cohortId.value())
                                .query(Integer.class)
                                .single())
                .as("looked at this user only")
                .isOne();
        assertThat(found(FindingKind.ALIAS_SUSPECTED)).isEmpty();
        assertThat(
                        count(
                                "select count(*) from audit_record where subject_id = ? and action in"
                                        + " ('address_correction.asked', 'address_correction.confirmed', 'user.changed')",
                                ann.id().toString()))
                .isEqualTo(3);
        assertThat(confirm(token)).contains("confirmed already");
        assertThat(
                        count(
                                "select count(*) from address_correction where token_hash = decode(?, 'escape')",
                                token))
                .isZero();
    }

    @Test
    void aConfirmedAddressAsksForANewApproval() throws Exception {
        User ann = listed(at("ann"), "Ann");
        jdbc.sql("update cohort set state = 'APPROVED', approved_revision = 1 where id = ?")
                .param(cohortId.value())
                .update();
        ask(ann, at("ann2"));
        assertThat(confirm(token(at("ann2")))).contains("Done");
        Cohort after = cohort();
        assertThat(after.revision()).isEqualTo(2);
        assertThat(after.approved()).isFalse();
        assertThat(
                        jdbc.sql(
                                        "select since || ' ' || email from cohort_user where user_id = ? order by since")
                                .param(ann.id().value())
                                .query(String.class)
                                .list())
                .containsExactly("1 " + at("ann"), "2 " + at("ann2"));
    }

    @Test
    void anExpiredACancelledAndAnUnknownLinkSaySo() throws Exception {
        User ann = listed(at("ann"), "Ann");
        ask(ann, at("late"));
        String late = token(at("late"));
        jdbc.sql(
                        "update address_correction set expires_at = now() - interval '1 second' where user_id = ?")
                .param(ann.id().value())
                .update();
        assertThat(look(late)).contains("too old");
        assertThat(confirm(late)).contains("too old");

        assertThat(ask(ann, at("gone")).getStatus()).isEqualTo(302);
        String gone = token(at("gone"));
        assertThat(
                        send(delete(customer() + "/users/" + ann.id() + "/correction")
                                        .with(admin()))
                                .getStatus())
                .isEqualTo(302);
        assertThat(look(gone)).contains("was cancelled");
        assertThat(confirm(gone)).contains("was cancelled");

        assertThat(look("nonsense")).contains("not complete");
        assertThat(confirm("")).contains("not complete");
        assertThat(emailOf(ann)).isEqualTo(ann.email());
        assertThat(page("/readiness")).contains("cancelled");
    }

    @Test
    void anAddressThatCanNotBeIsRefusedBeforeAnybodyIsMailed() throws Exception {
        User ann = listed(at("ann"), "Ann");
        User bob = listed(at("bob"), "Bob");
        User fan = listed(tag + "@gmail.com", "Fan");
        assertThat(ask(ann, at("BOB")).getContentAsString()).contains("review.address_taken");
        assertThat(ask(ann, at("ann")).getContentAsString()).contains("review.address_same");
        assertThat(ask(ann, "no address").getContentAsString()).contains("review.address_unusable");
        assertThat(ask(ann, tag + "x@gmail.com").getContentAsString())
                .contains("review.address_public");
        assertThat(ask(fan, tag + "y@gmail.com").getStatus()).isEqualTo(302);
        assertThat(ask(bob, at("robert")).getStatus()).isEqualTo(302);
        assertThat(ask(bob, at("rob")).getContentAsString()).contains("review.correction_open");
        assertThat(
                        count(
                                "select count(*) from address_correction where user_id = ?",
                                ann.id().value()))
                .isZero();
    }

    @Test
    void anAddressThatIsTakenMeanwhileIsRefusedAtTheEnd() throws Exception {
        User ann = listed(at("ann"), "Ann");
        ask(ann, at("anna"));
        String token = token(at("anna"));
        listed(at("anna"), "Anna First");
        assertThat(confirm(token)).contains("could not be changed");
        assertThat(emailOf(ann)).isEqualTo(at("ann"));
        assertThat(
                        jdbc.sql("select email from cohort_user where user_id = ?")
                                .param(ann.id().value())
                                .query(String.class)
                                .list())
                .containsExactly(at("ann"));
    }

    @Test
    void onceTheListHasSwitchedNothingIsCorrectedHere() throws Exception {
        User ann = listed(at("ann"), "Ann");
        ask(ann, at("anna"));
        String token = token(at("anna"));
        jdbc.sql(
                        "update cohort set state = 'ENFORCED', approved_revision = 1, enforced_at = now() where id = ?")
                .param(cohortId.value())
                .update();
        assertThat(confirm(token)).contains("switched already");
        assertThat(emailOf(ann)).isEqualTo(at("ann"));
        assertThat(ask(ann, at("x")).getContentAsString()).contains("review.list_enforced");
    }

    @Test
    void allWhoAreTickedAreAskedForTheirLikelyAddress() throws Exception {
        User ann = listed(at("ann"), "Ann");
        User bob = listed(at("bob"), "Bob");
        listed(at("eve"), "Eve");
        idpHas("ann@" + tag + ".de,A,", "bob@" + tag + ".de,B,", "eve@" + tag + ".de,E,");
        MockHttpServletResponse answer =
                act(
                        customer(),
                        FindingKind.ALIAS_SUSPECTED,
                        "corrections",
                        "user",
                        ann.id() + "," + bob.id());
        assertThat(answer.getStatus()).isEqualTo(302);
        token("ann@" + tag + ".de");
        token("bob@" + tag + ".de");
        assertThat(mails("eve@" + tag + ".de", "Confirm your sign-in address")).isEmpty();
    }

    @Test
    void nobodyElseIsAskedAbout() throws Exception {
        User stranger = People.user(directory, organization, at("unlisted"));
        assertThat(ask(stranger, at("y")).getStatus()).isEqualTo(404);
        User ann = listed(at("ann"), "Ann");
        assertThat(
                        send(post(customer() + "/users/" + ann.id() + "/correction")
                                        .with(People.admin(People.organization(directory).id()))
                                        .param("email", at("y")))
                                .getStatus())
                .isEqualTo(404);
    }

    @Test
    void whoTriesManyLinksHasToWait() throws Exception {
        String answer = "";
        for (int i = 0; i < 61; i++) {
            answer = look("guess" + i);
        }
        assertThat(answer).contains("too many attempts");
    }
}
