package dev.latchkey.announcements;

import dev.latchkey.shared.LatchkeySettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes one user's mail. */
@Component
class Letter {
    private final LatchkeySettings settings;

    Letter(LatchkeySettings settings) {
        this.settings = settings;
    }

    /** What the user reads. */
    record Written(String subject, String text) {}

    Written to(String email, String name, Wording wording, String organization) {
        Map<String, String> values = new HashMap<>();
        values.put("name", name);
        values.put("organization", organization);
        values.put("date", wording.date().isEmpty() ? "(no day yet)" : wording.date());
        values.put("link", link(email));
        values.put("help", Placeholders.fill(wording.help(), values));
        return new Written(
                Placeholders.fill(wording.subject(), values),
                Placeholders.fill(wording.text(), values).stripTrailing() + "\n");
    }

    /** Fills the sign-in form in. Nothing in it signs anybody in, so it is worth nothing to who else reads the mail. */
    private String link(String email) {
        return settings.baseUrl()
                + "/login?sso=true&email="
                + URLEncoder.encode(email, StandardCharsets.UTF_8);
    }
}
