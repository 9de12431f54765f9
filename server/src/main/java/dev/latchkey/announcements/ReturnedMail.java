package dev.latchkey.announcements;

import dev.latchkey.shared.EmailAddress;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Reads which addresses a mail did not reach: from the delivery status notification that came back (RFC 3464), or from a
 * list of addresses. What is read is hostile; nothing of it is followed or kept but addresses and one line of reason.
 */
final class ReturnedMail {
    static final int MOST_BYTES = 1_000_000;
    static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_PARTS = 20;
    private static final int LONGEST_REASON = 300;
    private static final Pattern REPORT = Pattern.compile("(?i)content-type:\\s*multipart/report");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;<>\"]+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

    private ReturnedMail() {}

    /** The keys of the addresses that failed, with the reason; empty where there is none. */
    static Map<String, String> failed(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        return REPORT.matcher(text).find()
                ? fromReport(text.stripLeading().getBytes(StandardCharsets.UTF_8))
                : fromList(text);
    }

    private static Map<String, String> fromList(String text) {
        Map<String, String> failed = new LinkedHashMap<>();
        BETWEEN.splitAsStream(text)
                .limit(MOST_ADDRESSES * 2L)
                .forEach(word -> put(failed, word, ""));
        return failed;
    }

    private static Map<String, String> fromReport(byte[] content) {
        Map<String, String> failed = new LinkedHashMap<>();
        try {
            MimeMessage message =
                    new MimeMessage(
                            Session.getInstance(new Properties()),
                            new ByteArrayInputStream(content));
            if (message.getContent() instanceof Multipart parts) {
                for (int i = 0; i < Math.min(parts.getCount(), MOST_PARTS); i++) {
                    BodyPart part = parts.getBodyPart(i);
                    if (part.isMimeType("message/delivery-status")
                            || part.isMimeType("message/global-delivery-status")) {
                        recipients(part, failed);
                    }
                }
            }
        } catch (MessagingException | IOException e) {
            // What can't be read names nobody.
            return Map.of();
        }
        return failed;
    }

    private static void recipients(BodyPart part, Map<String, String> failed)
            throws IOException, MessagingException {
        try (InputStream in = part.getInputStream()) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            for (String group : text.split("\\r?\\n[ \\t]*\\r?\\n", -1)) {
                recipient(fields(group), failed);
            }
        }
    }

    /** RFC 3464, 2.3: a delay is no failure. */
    private static void recipient(Map<String, String> fields, Map<String, String> failed) {
        if (!"failed".equalsIgnoreCase(fields.getOrDefault("action", "").strip())) {
            return;
        }
        String reason =
                fields.getOrDefault("status", "")
                        + " "
                        + afterType(fields.getOrDefault("diagnostic-code", ""));
        put(failed, afterType(fields.getOrDefault("original-recipient", "")), reason);
        put(failed, afterType(fields.getOrDefault("final-recipient", "")), reason);
    }

    private static Map<String, String> fields(String group) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : group.replaceAll("\\r?\\n[ \\t]+", " ").split("\\r?\\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    /** What stands behind {@code rfc822;}. */
    private static String afterType(String value) {
        return value.substring(value.indexOf(';') + 1).strip();
    }

    private static void put(Map<String, String> failed, String address, String reason) {
        if (failed.size() < MOST_ADDRESSES) {
            EmailAddress.parse(bare(address))
                    .ifPresent(email -> failed.putIfAbsent(email.key(), plain(reason)));
        }
    }

    private static String bare(String address) {
        return address.startsWith("<") && address.endsWith(">")
                ? address.substring(1, address.length() - 1)
                : address;
    }

    private static String plain(String reason) {
        String said = UNPRINTABLE.matcher(reason).replaceAll(" ").strip();
        String line = said.isEmpty() ? "Came back." : "Came back: " + said;
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
    }
}
