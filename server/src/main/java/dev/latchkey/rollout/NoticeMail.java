package dev.latchkey.rollout;

import dev.latchkey.mail.Mailer;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Mails notices to the organization's admins. The vendor's side hears of them where its requests are. */
@Component
class NoticeMail {
    private static final int MOST = 50;

    private final JdbcClient jdbc;
    private final Mailer mailer;
    private final LatchkeySettings settings;

    NoticeMail(JdbcClient jdbc, Mailer mailer, LatchkeySettings settings) {
        this.jdbc = jdbc;
        this.mailer = mailer;
        this.settings = settings;
    }

    @EventListener
    void send(RolloutNotice notice) {
        if (!mailer.configured()) {
            return;
        }
        String text =
                notice.text()
                        + "\n\n"
                        + settings.baseUrl()
                        + "/organization/rollouts/"
                        + notice.rollout()
                        + "\n";
        jdbc.sql(
                        """
                        select email from directory_user where organization_id = ? and admin and active
                        order by email_key limit ?
                        """)
                .params(notice.organization().value(), MOST)
                .query(String.class)
                .list()
                .forEach(email -> send(email, notice.subject(), text));
    }

    private void send(String email, String subject, String text) {
        EmailAddress.parse(email).ifPresent(to -> mailer.send(to, subject, text));
    }
}
