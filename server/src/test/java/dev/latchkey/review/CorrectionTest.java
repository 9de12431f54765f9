package dev.latchkey.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.directory.UserChanged;
import dev.latchkey.operators.OperatorAccessEnded;
import dev.latchkey.web.SignedInUser;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;

/** A corrected address, from the admin's question over the mail to the user's own confirmation. */
@org.jspecify.annotations.NullUnmarked
class CorrectionTest extends Review {
    private static final Actor ACTOR = Actor.of(People.OPERATOR);
    private static final Pattern LINK = Pattern.compile("/login/address\\?token=([\\w-]{43})");

    @Autowired ApplicationEventPublisher events;
    @Autowired TransactionTemplate transaction;

    /** Somebody of the organization has signed in with its domain, and an operator vouches for another. */
    @BeforeEach
    void itsDomains() throws Exception {
        signedInWith(People.user(directory, organization, at("colleague")));
        vouch(tag + ".de");
    }

    private void signedInWith(User user) {
        jdbc.sql("update app_user set last_sign_in_at = now() where id = ?")
                .param(user.id().value())
                .update();
    }

    private MockHttpServletResponse vouch(String domain) throws Exception {
        return send(
                post("/operator/organizations/" + organization.id() + "/domains")
                        .with(People.operator())
                        .param("domain", domain)
                        .param("reason", "Seen in the register"));
    }

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
        return token(to, "Confirm your sign-in address");
    }

    private String oldToken(User user) throws Exception {
        return token(user.email(), "Your sign-in address is about to change");
    }

    private String token(String to, String subject) throws Exception {
        Matcher link = LINK.matcher(mail(to, subject));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    /** Asks, and confirms from both mailboxes. */
    private String change(User user, String email) throws Exception {
        assertThat(ask(user, email).getStatus()).isEqualTo(302);
        String old = oldToken(user);
        String answer = confirm(token(email));
        assertThat(answer).contains("Now confirm it by the link in the mail to", user.email());
        assertThat(emailOf(user)).isEqualTo(user.email());
        return confirm(old);
    }

    private String object(String token) throws Exception {
        return send(delete("/login/address").param("token", token)).getContentAsString();
    }

    private static RequestPostProcessor signedIn(User user, String method) {
        return authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        new SignedInUser(
                                user.id(),
                                user.organization(),
                                user.email(),
                                user.name(),
                                false,
                                method,
                                Instant.now()),
                        null,
                        AuthorityUtils.createAuthorityList("ROLE_USER")));
    }

    private String confirmAs(User user, String method, String token) throws Exception {
        return send(post("/login/address").param("token", token).with(signedIn(user, method)))
                .getContentAsString();
    }

    private List<String> recorded(User user, String action) {
        return jdbc.sql(
                        """
                        select actor_kind || ': ' || actor_name || ': ' || coalesce(detail ->> 'confirmedBy', detail ->> 'code')
                        from audit_record where subject_id = ? and action = ? order by at, id
                        """)
                .params(user.id().toString(), action)
                .query(String.class)
                .list();
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
        String old = oldToken(ann);
        assertThat(mail(ann.email(), "Your sign-in address is about to change"))
                .contains(likely)
                .doesNotContain(token);
        assertThat(page("/readiness")).contains("waits for the user", likely);

        // A scanner follows the link, however often.
        assertThat(look(token)).contains(ann.email(), likely, organization.name());
        assertThat(look(token)).contains("Confirm the new address");
        assertThat(emailOf(ann)).isEqualTo(ann.email());

        assertThat(confirm(token)).contains(ann.email());
        assertThat(emailOf(ann)).as("one mailbox is not enough").isEqualTo(ann.email());
        assertThat(look(old)).contains("Confirm the new address", "Stop the change");
        assertThat(confirm(old)).contains("Done");
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
                .isEqualTo(4);
        assertThat(recorded(ann, "address_correction.took_effect"))
                .containsExactly(
                        "SYSTEM: whoever reads the mailbox "
                                + ann.email()
                                + ": new mailbox and old mailbox");
        assertThat(confirm(token)).contains("confirmed already");
        assertThat(confirm(old)).contains("confirmed already");
        assertThat(object(old)).as("it was their own word").contains("confirmed already");
        assertThat(emailOf(ann)).isEqualTo(likely);
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
        assertThat(change(ann, at("ann2"))).contains("Done");
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
        assertThat(ask(fan, tag + "y@gmail.com").getContentAsString())
                .contains("review.address_public");
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
        confirm(oldToken(ann));
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
        confirm(oldToken(ann));
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
    void anAddressIsCorrectedOnlyToADomainThatTheOrganizationHolds() throws Exception {
        User bob = listed("bob@own" + tag + ".example", "Bob");
        signedInWith(bob);
        People.user(directory, organization, "eve@imported" + tag + ".example");
        User contractor = People.user(directory, organization, "a@partner" + tag + ".example");
        signedInWith(contractor);
        People.user(directory, People.organization(directory), "b@partner" + tag + ".example");
        jdbc.sql(
                        """
                        insert into operator (id, email, email_key, name, password_hash, created_at)
                        values (gen_random_uuid(), :email, :email, 'Olga', 'x', now())
                        """)
                .param("email", "olga@vendor" + tag + ".example")
                .update();
        User vendor = People.user(directory, organization, "v@vendor" + tag + ".example");
        signedInWith(vendor);

        for (String foreign :
                List.of(
                        "bob@attacker" + tag + ".example",
                        "robert@own" + tag + ".example",
                        "bob@imported" + tag + ".example",
                        "bob@partner" + tag + ".example",
                        "bob@VENDOR" + tag + ".example",
                        "olga@vendor" + tag + ".example",
                        "bob@sub." + tag + ".example",
                        "bob@" + tag + ".example.attacker.example",
                        "bob@" + tag + ".ex\u0430mple",
                        "bob@" + tag + ".exampl\u0435")) {
            assertThat(ask(bob, foreign).getContentAsString())
                    .as(foreign)
                    .contains("review.domain_not_held");
        }
        assertThat(
                        count(
                                "select count(*) from address_correction where user_id = ?",
                                bob.id().value()))
                .isZero();
        assertThat(recorded(bob, "address_correction.refused"))
                .hasSize(10)
                .allMatch(each -> each.endsWith("review.domain_not_held"));
        assertThat(
                        ask(bob, "BOB@" + tag.toUpperCase(java.util.Locale.ROOT) + ".Example")
                                .getStatus())
                .isEqualTo(302);
    }

    @Test
    void anAddressThatNobodyHasSignedInWithSinceItWasGivenHoldsNoDomain() throws Exception {
        User eve = People.user(directory, organization, at("eve"));
        signedInWith(eve);
        directory.changeEmail(
                Caller.system(organization.id()),
                eve.id(),
                eve.email(),
                new dev.latchkey.shared.EmailAddress("eve@moved" + tag + ".example"),
                dev.latchkey.directory.Consent.NONE);
        User bob = listed(at("bob"), "Bob");
        assertThat(ask(bob, "bob@moved" + tag + ".example").getContentAsString())
                .contains("review.domain_not_held");
        signedInWith(eve);
        assertThat(ask(bob, "bob@moved" + tag + ".example").getStatus()).isEqualTo(302);
    }

    @Test
    void anOperatorVouchesForADomainWithAReasonAndTakesItBack() throws Exception {
        User bob = listed(at("bob"), "Bob");
        String place = "/operator/organizations/" + organization.id() + "/domains";
        assertThat(
                        send(post(place).with(People.operator()).param("domain", "x" + tag + ".de"))
                                .getContentAsString())
                .contains("directory.reason_missing");
        for (String never : List.of("gmail.com", "nodot", "a b.example", "https://a.example/")) {
            assertThat(vouch(never).getStatus()).as(never).isEqualTo(200);
        }
        assertThat(vouch(tag + ".DE").getContentAsString()).contains("directory.domain_taken");
        assertThat(send(get(place).with(People.operator())).getContentAsString())
                .contains(tag + ".de", "Seen in the register", People.OPERATOR.name());
        assertThat(
                        count(
                                "select count(*) from audit_record where organization_id = ? and action = 'domain.vouched'"
                                        + " and detail ->> 'reason' = 'Seen in the register' and detail ->> 'request' is not null",
                                organization.id().value()))
                .isOne();

        assertThat(ask(bob, "bob@" + tag + ".de").getStatus()).isEqualTo(302);
        String token = token("bob@" + tag + ".de");
        String old = oldToken(bob);
        confirm(old);
        send(delete(place).with(People.operator()).param("domain", tag + ".de"));
        assertThat(confirm(token)).contains("could not be changed");
        assertThat(emailOf(bob)).isEqualTo(bob.email());
    }

    @Test
    void thePersonSignedInWithTheirPasswordConfirmsAndPasswordsByTheNewAddressWait()
            throws Exception {
        User bob = listed(at("bob"), "Bob");
        signedInWith(bob);
        User eve = listed(at("eve"), "Eve");
        assertThat(ask(bob, at("robert")).getStatus()).isEqualTo(302);
        String token = token(at("robert"));
        String old = oldToken(bob);
        for (String answer :
                List.of(
                        confirmAs(eve, "PASSWORD", token),
                        confirmAs(bob, "SSO", token),
                        confirmAs(bob, "EMERGENCY", token))) {
            assertThat(answer).contains("Now confirm it by the link");
        }
        assertThat(emailOf(bob)).isEqualTo(bob.email());

        assertThat(confirmAs(bob, "PASSWORD", token))
                .contains("Done", "The old mailbox can undo it");
        assertThat(emailOf(bob)).isEqualTo(at("robert"));
        assertThat(recorded(bob, "address_correction.confirmed"))
                .containsExactly(
                        "SYSTEM: whoever reads the mailbox " + at("robert") + ": new mailbox",
                        "USER: " + bob.email() + ": session");
        assertThat(recorded(bob, "address_correction.took_effect"))
                .containsExactly("USER: " + bob.email() + ": new mailbox and session");
        assertThat(page("/readiness")).contains("the old mailbox can undo it");

        send(post("/login/forgot").param("email", at("robert")));
        assertThat(mail(at("robert"), "A new password has to wait")).doesNotContain("token=");
        assertThat(
                        send(post("/operator/organizations/"
                                                + organization.id()
                                                + "/users/"
                                                + bob.id()
                                                + "/password-link")
                                        .with(People.operator()))
                                .getContentAsString())
                .contains("address_new")
                .doesNotContain("token=");
        assertThat(count("select count(*) from password_reset where user_id = ?", bob.id().value()))
                .isZero();
        assertThat(ask(bob, at("bobby")).getContentAsString()).contains("review.address_new");

        assertThat(object(token)).as("the new mailbox can't").contains("Only the old mailbox");
        assertThat(look(old)).contains("Undo the change");
        assertThat(object(old)).contains("The change was undone");
        assertThat(emailOf(bob)).isEqualTo(bob.email());
        assertThat(
                        jdbc.sql(
                                        "select email from cohort_user where user_id = ? and until is null")
                                .param(bob.id().value())
                                .query(String.class)
                                .single())
                .isEqualTo(bob.email());
        assertThat(recorded(bob, "address_correction.undone"))
                .containsExactly(
                        "SYSTEM: whoever reads the mailbox " + bob.email() + ": old mailbox");
        assertThat(object(old)).contains("The change was undone");
        assertThat(confirm(token)).contains("The change was undone");
        send(post("/login/forgot").param("email", bob.email()));
        assertThat(mail(bob.email(), "Set a new password")).contains("token=");
    }

    @Test
    void theOldMailboxStopsACorrectionBeforeItTakesEffect() throws Exception {
        User bob = listed(at("bob"), "Bob");
        ask(bob, at("robert"));
        String token = token(at("robert"));
        String old = oldToken(bob);
        confirm(token);
        assertThat(object(token)).as("not the new one").contains("Only the old mailbox");
        assertThat(look(old)).contains("Stop the change");
        assertThat(object(old)).contains("The change was stopped");
        assertThat(confirm(token)).contains("The change was stopped");
        assertThat(confirm(old)).contains("The change was stopped");
        assertThat(emailOf(bob)).isEqualTo(bob.email());
        assertThat(recorded(bob, "address_correction.stopped")).hasSize(1);
        assertThat(page("/readiness")).contains("stopped by the old mailbox");
        assertThat(ask(bob, at("rob")).getStatus()).isEqualTo(302);
    }

    @Test
    void aMailboxThatHasToWaitItselfCanNotAgreeTheWaitAway() throws Exception {
        User bob = listed(at("bob"), "Bob");
        signedInWith(bob);
        ask(bob, at("robert"));
        confirmAs(bob, "PASSWORD", token(at("robert")));
        directory.changeEmail(
                Caller.system(organization.id()),
                bob.id(),
                at("robert"),
                new dev.latchkey.shared.EmailAddress(at("bobby")),
                dev.latchkey.directory.Consent.OLD_MAILBOX);
        assertThat(directory.passwordsWaitUntil(organization.id(), bob.id())).isPresent();
    }

    @Test
    void anAddressThatExistsElsewhereIsAnsweredAsAFreeOneAndNeverTakesEffect() throws Exception {
        User ann = listed(at("ann"), "Ann");
        User bob = listed(at("bob"), "Bob");
        String existing = "x@" + tag + ".de";
        People.user(directory, People.organization(directory), existing);
        String foreign = "y@other" + tag + ".example";
        People.user(directory, People.organization(directory), foreign);

        MockHttpServletResponse free = ask(ann, "free@" + tag + ".de");
        MockHttpServletResponse taken = ask(bob, existing);
        assertThat(taken.getStatus()).isEqualTo(free.getStatus()).isEqualTo(302);
        token("free@" + tag + ".de");
        confirm(oldToken(bob));
        assertThat(mails(existing, "Confirm your sign-in address")).isEmpty();
        assertThat(recorded(bob, "address_correction.asked")).hasSize(1);
        User carl = listed(at("carl"), "Carl");
        assertThat(without(ask(carl, foreign).getContentAsString(), foreign))
                .contains("review.domain_not_held")
                .isEqualTo(
                        without(
                                ask(carl, "z@other" + tag + ".example").getContentAsString(),
                                "z@other" + tag + ".example"));

        // Somebody elsewhere gets it between the mail and the confirmation.
        String late = token("free@" + tag + ".de");
        confirm(oldToken(ann));
        People.user(directory, People.organization(directory), "free@" + tag + ".de");
        assertThat(confirm(late)).contains("too old").doesNotContain("somebody else");
        assertThat(emailOf(ann)).isEqualTo(ann.email());
    }

    private static String without(String page, String email) {
        return page.replace(email, "").replaceAll("(_csrf\" value=\")[^\"]*", "$1");
    }

    @Test
    void whoeverIsRefusedIsCountedAllTheSame() throws Exception {
        User bob = listed(at("bob"), "Bob");
        String asked = "x@other" + tag + ".example";
        for (int i = 0; i < 5; i++) {
            assertThat(ask(bob, asked).getContentAsString()).contains("review.domain_not_held");
        }
        assertThat(ask(bob, asked).getContentAsString()).contains("review.too_many_corrections");
        assertThat(recorded(bob, "address_correction.refused")).hasSize(5);
    }

    @Test
    void aSuggestionDoesNotTellThatSomebodyElsewhereHasTheAddress() throws Exception {
        User ann = listed(at("ann.alias"), "Ann");
        String likely = "ann.alias@" + tag + ".de";
        People.user(directory, People.organization(directory), likely);
        idpHas("ann.alias@" + tag + ".de,Ann,");
        assertThat(found(FindingKind.ALIAS_SUSPECTED)).hasSize(1);
        assertThat(page("/users/" + ann.id() + "/correction")).contains("value=\"" + likely + "\"");
    }

    @Test
    void aCorrectionEndsWithTheRightOfWhoAskedForIt() throws Exception {
        User admin = newAdmin();
        User bob = listed(at("bob"), "Bob");
        send(
                post(customer() + "/users/" + bob.id() + "/correction")
                        .with(adminAs(admin))
                        .param("email", at("robert")));
        String token = token(at("robert"));
        confirm(oldToken(bob));
        jdbc.sql("update app_user set admin = false where id = ?")
                .param(admin.id().value())
                .update();
        assertThat(confirm(token)).contains("could not be changed");
        assertThat(emailOf(bob)).isEqualTo(bob.email());
    }

    @Test
    void aCorrectionEndsWithTheAccessOfTheOperatorWhoAskedForItForGood() throws Exception {
        User ann = listed(at("ann"), "Ann");
        User bob = listed(at("bob"), "Bob");
        People.employ(jdbc);
        send(
                post(operator() + "/users/" + ann.id() + "/correction")
                        .with(People.operator())
                        .param("email", at("anna")));
        ask(bob, at("robert"));
        String token = token(at("anna"));
        confirm(oldToken(ann));

        // Disabled, or another password; that they are let in again afterwards changes nothing.
        publish(new OperatorAccessEnded(ACTOR, People.OPERATOR.id()));

        assertThat(look(token)).doesNotContain("Confirm the new address");
        assertThat(confirm(token)).doesNotContain("Done");
        assertThat(emailOf(ann)).isEqualTo(ann.email());
        assertThat(
                        count(
                                "select count(*) from audit_record where subject_id = ?"
                                        + " and action = 'address_correction.cancelled'",
                                ann.id().toString()))
                .isOne();
        confirm(oldToken(bob));
        assertThat(confirm(token(at("robert")))).as("another asked for it").contains("Done");
    }

    @Test
    void aCorrectionDoesNotComeBackWithTheRightOfTheAdminWhoAskedForIt() throws Exception {
        User admin = newAdmin();
        User bob = listed(at("bob"), "Bob");
        send(
                post(customer() + "/users/" + bob.id() + "/correction")
                        .with(adminAs(admin))
                        .param("email", at("robert")));
        String token = token(at("robert"));
        confirm(oldToken(bob));

        User lesser = directory.user(organization.id(), admin.id()).orElseThrow();
        jdbc.sql("update app_user set admin = false where id = ?")
                .param(admin.id().value())
                .update();
        publish(
                new UserChanged(
                        lesser, directory.user(organization.id(), admin.id()).orElseThrow()));
        jdbc.sql("update app_user set admin = true where id = ?")
                .param(admin.id().value())
                .update();

        assertThat(confirm(token)).doesNotContain("Done");
        assertThat(emailOf(bob)).isEqualTo(bob.email());
    }

    private void publish(Object event) {
        transaction.executeWithoutResult(status -> events.publishEvent(event));
    }

    private User newAdmin() {
        return People.ok(
                directory.createUser(
                        Caller.system(organization.id()), new NewUser(at("admin"), "Al", true)));
    }

    private static RequestPostProcessor adminAs(User admin) {
        return authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        new SignedInUser(
                                admin.id(),
                                admin.organization(),
                                admin.email(),
                                admin.name(),
                                true,
                                "PASSWORD",
                                Instant.now()),
                        null,
                        AuthorityUtils.createAuthorityList("ROLE_USER", "ROLE_ADMIN")));
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
