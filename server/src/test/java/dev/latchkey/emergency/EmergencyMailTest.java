package dev.latchkey.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.directory.User;
import dev.latchkey.mail.Mailer;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.UserId;
import jakarta.mail.internet.MimeMessage;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Who is told of emergency access, over a real SMTP server. */
@org.jspecify.annotations.NullUnmarked
class EmergencyMailTest extends Emergency {
    @Autowired NoticeSender sender;
    @Autowired NoticeStore store;
    @Autowired NoticeText text;

    @Test
    void aUseIsToldToAllAdminsAndToThemselfAndToNobodyElse() throws Exception {
        User plain = user("Paul", false);
        User gone = admin("Gone");
        operate(gone, "/deactivate");
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
        assertThat(mails(gone, "")).isEmpty();
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

        assertThat(mails(ann, "")).hasSize(1);
        assertThat(mails(bob, "")).hasSize(1);
        assertThat(mails(claimed, "")).isEmpty();
        assertThat(open(event)).isZero();
    }

    @Test
    void whileTheMailServerIsAwayNothingIsLost() throws Exception {
        UUID event = UUID.randomUUID();
        notice(event, ann.id(), null);
        JavaMailSenderImpl nowhere = new JavaMailSenderImpl();
        nowhere.setHost("127.0.0.1");
        nowhere.setPort(1);
        NoticeSender away = sender(nowhere);

        assertThatThrownBy(() -> away.send(organization.id(), event))
                .isInstanceOf(MailException.class);
        assertThat(open(event)).isOne();

        sender.send(organization.id(), event);
        assertThat(mails(ann, "Emergency access was used")).hasSize(1);
        assertThat(open(event)).isZero();
    }

    @Test
    void anAddressThatIsRefusedKeepsNobodyElseFromBeingTold() throws Exception {
        UUID event = UUID.randomUUID();
        notice(event, ann.id(), null);
        notice(event, bob.id(), null);
        JavaMailSenderImpl picky =
                new JavaMailSenderImpl() {
                    @Override
                    public void send(SimpleMailMessage... messages) {
                        if (ann.email().equals(messages[0].getTo()[0])) {
                            throw new MailSendException(
                                    Map.of(messages[0], new IllegalStateException("no")));
                        }
                        super.send(messages);
                    }
                };
        picky.setHost("127.0.0.1");
        picky.setPort(SMTP.getSmtp().getPort());

        sender(picky).send(organization.id(), event);

        assertThat(mails(ann, "")).isEmpty();
        assertThat(mails(bob, "")).hasSize(1);
        assertThat(open(event)).isZero();
    }

    private NoticeSender sender(JavaMailSenderImpl server) {
        return new NoticeSender(store, text, directory, new ByThisServer(server));
    }

    private record ByThisServer(JavaMailSenderImpl server) implements Mailer {
        @Override
        public void send(EmailAddress to, String subject, String text) {
            SimpleMailMessage message = new SimpleMailMessage();
            message.setFrom("latchkey@localhost");
            message.setTo(to.value());
            message.setSubject(subject);
            message.setText(text);
            server.send(message);
        }

        @Override
        public boolean configured() {
            return true;
        }
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
