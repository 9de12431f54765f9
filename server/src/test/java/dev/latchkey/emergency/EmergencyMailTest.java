package dev.latchkey.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.directory.User;
import dev.latchkey.shared.UserId;
import jakarta.mail.internet.MimeMessage;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Who is told of emergency access, over a real SMTP server. */
@org.jspecify.annotations.NullUnmarked
class EmergencyMailTest extends Emergency {
    @Autowired NoticeSender sender;
    @Autowired TransactionTemplate transaction;

    @Test
    void aUseIsToldToAllAdminsAndToThemselfAndToNobodyElse() throws Exception {
        User plain = user("Paul", false);
        User gone = admin("Gone");
        operate(gone, "/activation", "_method", "delete");
        List<String> codes = namedWithCodes(bob);

        session(bob, codes.getFirst());
        enter(bob.email(), codes.getFirst());

        MimeMessage others = mail(ann, "Emergency access was used");
        assertThat(text(others))
                .contains("Bob <" + bob.email() + ">", organization.name(), "192.0.2.7", "left: 9")
                .contains("/organization/emergency");
        assertThat(text(mail(bob, "Your recovery code was used"))).startsWith("You signed in");
        quiet();
        assertThat(mails(ann, "Emergency access was used")).hasSize(1);
        assertThat(mails(bob, "Your recovery code was used")).hasSize(1);
        assertThat(mails(plain, "")).isEmpty();
        assertThat(mails(gone, "mergency")).isEmpty();
        for (String code : codes) {
            assertThat(
                            Arrays.stream(SMTP.getReceivedMessages())
                                    .map(EmergencyMailTest::text)
                                    .noneMatch(text -> text.contains(code)))
                    .isTrue();
        }
    }

    @Test
    void whoIsNamedIsToldWhereToGetTheirCodes() throws Exception {
        name(ann, bob);
        assertThat(text(mail(bob, "You have emergency access")))
                .contains("/organization/emergency/codes");
        assertThat(text(mail(ann, "Emergency access was given"))).contains(bob.email());
        codes(bob);
        mail(ann, "New recovery codes were made");
        end(ann, bob);
        mail(bob, "Your emergency access has ended");
    }

    @Test
    void aRefusedTryIsToldToNobody() throws Exception {
        enter(bob.email(), "00000-00000-00000-00000");
        quiet();
        assertThat(mails(ann, "")).isEmpty();
    }

    @Test
    void aJobThatRunsTwiceMailsNobodyTwice() throws Exception {
        UUID event = UUID.randomUUID();
        for (User each : List.of(ann, bob)) {
            notice(event, each.id(), null);
        }
        User claimed = admin("Claimed");
        notice(event, claimed.id(), Instant.now());

        try (var nodes = Executors.newFixedThreadPool(2)) {
            var first = nodes.submit(() -> sender.send(organization.id(), event));
            var second = nodes.submit(() -> sender.send(organization.id(), event));
            first.get();
            second.get();
        }
        quiet();

        assertThat(mails(ann, "")).hasSize(1);
        assertThat(mails(bob, "")).hasSize(1);
        assertThat(mails(claimed, "")).isEmpty();
        assertThat(open(event)).isZero();
    }

    @Test
    void aJobThatDiesBeforeItsMailsAreKeptLosesNobody() throws Exception {
        UUID event = UUID.randomUUID();
        notice(event, ann.id(), null);

        transaction.executeWithoutResult(status -> {
            sender.send(organization.id(), event);
            status.setRollbackOnly();
        });
        assertThat(open(event)).isOne();
        assertThat(kept(ann)).isZero();

        sender.send(organization.id(), event);
        mail(ann, "Emergency access was used");
        assertThat(mails(ann, "Emergency access was used")).hasSize(1);
        assertThat(open(event)).isZero();
    }

    @Test
    void anAddressThatIsRefusedKeepsNobodyElseFromBeingTold() throws Exception {
        UUID event = UUID.randomUUID();
        String unwritable = "a..b-" + UUID.randomUUID() + "@example.com";
        jdbc.sql("update app_user set email = ? where id = ?")
                .params(unwritable, ann.id().value())
                .update();
        notice(event, ann.id(), null);
        notice(event, bob.id(), null);

        sender.send(organization.id(), event);
        quiet();

        assertThat(mails(ann, "")).isEmpty();
        assertThat(mails(bob, "")).hasSize(1);
        assertThat(open(event)).isZero();
        assertThat(
                        jdbc.sql("select state from outgoing_mail where recipient = ?")
                                .param(unwritable)
                                .query(String.class)
                                .list())
                .containsExactly("REFUSED");
    }

    private int kept(User to) {
        return count("select count(*) from outgoing_mail where recipient = ?", to.email());
    }

    private void notice(UUID event, UserId recipient, Instant claimed) {
        jdbc.sql(
                        """
                        insert into emergency_notice (organization_id, event_id, recipient_id, kind, about_id, at,
                            codes_left, claimed_at)
                        values (?, ?, ?, 'USED', ?, now(), 3, ?)
                        """)
                .params(
                        organization.id().value(),
                        event,
                        recipient.value(),
                        bob.id().value(),
                        claimed == null ? null : Timestamp.from(claimed))
                .update();
    }

    private int open(UUID event) {
        return count("select count(*) from emergency_notice where event_id = ?", event);
    }

    private MimeMessage mail(User to, String subject) throws Exception {
        quiet();
        List<MimeMessage> found = mails(to, subject);
        assertThat(found).as(subject).isNotEmpty();
        return found.getFirst();
    }

    private static List<MimeMessage> mails(User to, String subject) {
        return Arrays.stream(SMTP.getReceivedMessages())
                .filter(mail -> isTo(mail, to, subject))
                .toList();
    }

    private static boolean isTo(MimeMessage mail, User to, String subject) {
        try {
            return mail.getAllRecipients()[0].toString().equals(to.email())
                    && mail.getSubject().contains(subject);
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MimeMessage mail) {
        try {
            return mail.getContent().toString();
        } catch (jakarta.mail.MessagingException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
