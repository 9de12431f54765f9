package dev.latchkey.mail;

import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Secret;
import dev.latchkey.shared.Setting;
import java.util.List;

/** What the settings of the mail server and of the sender may be. */
final class MailSettings implements DeclaredSettings {
    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.secret(
                                "LATCHKEY_SMTP_URL",
                                "latchkey.smtp-url",
                                "like smtp://user:password@mail.example:587",
                                text -> SmtpServer.parse(new Secret(text)))
                        .optional(),
                Setting.read(
                        "LATCHKEY_MAIL_FROM",
                        "latchkey.mail-from",
                        "one address",
                        MailSender::parse));
    }
}
