package dev.latchkey.announcements;

import dev.latchkey.csv.CsvException;
import dev.latchkey.csv.CsvFormat;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Visible;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads which addresses a mail did not reach: from the report that came back (RFC 3464), as it came, forwarded or wrapped;
 * from the text of qmail's, which is no report; or from a list of addresses. A mail that is neither names nobody, however
 * many addresses are in it: an absence note is no failure. What is read is hostile; nothing of it is followed or kept but
 * addresses and one line of reason.
 */
final class ReturnedMail {
    static final int MOST_BYTES = 1_000_000;
    static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_PARTS = 100;
    private static final int MOST_BOUNDARIES = 2000;
    private static final int DEEPEST = 8;
    private static final int LONGEST_REASON = 300;

    private static final Pattern FIELD = Pattern.compile("([!-9;-~]{1,70})[ \\t]*:.*");
    private static final Pattern NEW_LINE = Pattern.compile("\\r\\n|\\r|\\n");
    private static final Pattern EMPTY_LINES = Pattern.compile("\\n[ \\t]*\\n");
    private static final Session SESSION = Session.getInstance(new Properties());

    /** How Exim, and Google's servers for long, say that there will be no further attempt. */
    private static final Pattern FOR_GOOD =
            Pattern.compile(
                    "(?i)this\\s+is\\s+a\\s+permanent\\s+error\\.\\s+the\\s+following\\s+address(?:es|\\(es\\))?\\s+failed:"
                            + "|delivery\\s+to\\s+the\\s+following\\s+recipients?\\s+failed\\s+permanently:");

    private static final Pattern DELAY =
            Pattern.compile("(?i)\\b(?:delayed|temporar\\w*|warning|no\\s+action|not\\s+yet)\\b");

    /** Where the copy of our mail begins. */
    private static final Pattern COPY = Pattern.compile("(?m)^-{3,}");

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

    /** Before each line of a mail that was forwarded in the text of another. */
    private static final Pattern QUOTED = Pattern.compile("(?m)^>[> \\t]*+");

    /** Where qmail's text (QSBMF) begins, whatever name the server goes by. */
    private static final Pattern QMAIL =
            Pattern.compile("(?m)^Hi\\. This is the [^\\n]{0,200}(?:program|server) at [^\\n]+$");

    private static final Pattern QMAIL_RECIPIENT =
            Pattern.compile("^<([^<>\\s]{3,254})>:[ \\t]*(?:\\n(.*))?", Pattern.DOTALL);

    private final Map<String, String> failed = new LinkedHashMap<>();
    private int parts;
    private boolean replied;
    private boolean cut;

    /** Whom the mail that is read says in its head to have failed. */
    private String named = "";

    private ReturnedMail() {}

    /**
     * What was found.
     *
     * @param failed the keys of the addresses that failed, with the reason; empty where there is none
     * @param cut whether there may be more than was read
     */
    record Reading(Map<String, String> failed, boolean cut) {}

    /** The keys of the addresses that failed, with the reason; empty where there is none. */
    static Map<String, String> failed(byte[] content) {
        return read(content).failed();
    }

    static Reading read(byte[] content) {
        String text = Visible.trimmed(new String(content, charset(content)));
        MailFile.Mails mails = MailFile.of(text);
        ReturnedMail mail = new ReturnedMail();
        mail.cut = mails.cut();
        if (!mails.all().isEmpty()) {
            mails.all().forEach(each -> mail.takeMail(each.getBytes(StandardCharsets.UTF_8)));
        } else if (!mail.takeQmail(text) && !mail.takeReports(text)) {
            AddressList.of(text).forEach(address -> mail.put(address, ""));
        }
        return new Reading(mail.failed, mail.cut);
    }

    /** Spreadsheets save text as UTF-16, too. */
    private static Charset charset(byte[] content) {
        try {
            return CsvFormat.of(content, Optional.empty()).charset();
        } catch (CsvException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private void takeMail(byte[] content) {
        parts = 0;
        replied = false;
        named = "";
        if (boundaries(content) > MOST_BOUNDARIES) {
            cut = true;
            return;
        }
        try {
            MimeMessage message = new MimeMessage(SESSION, new ByteArrayInputStream(content));
            take(message, 0);
        } catch (MessagingException | IOException | RuntimeException e) {
            // What can't be read names nobody more. The library throws what it likes for hostile
            // messages.
            cut = true;
        }
    }

    /** The library keeps every part of a multipart at once, so a mail of nothing but boundaries is not shown to it. */
    private static int boundaries(byte[] content) {
        int found = 0;
        for (int i = 2; i < content.length; i++) {
            boolean begins = i == 2 || content[i - 3] == '\n' || content[i - 3] == '\r';
            found += begins && content[i - 2] == '-' && content[i - 1] == '-' ? 1 : 0;
        }
        return found;
    }

    private void take(Part part, int depth) throws MessagingException, IOException {
        parts++;
        if (depth > DEEPEST || parts > MOST_PARTS) {
            cut = true;
            return;
        }
        replied |= isReply(part);
        if (part instanceof MimeMessage) {
            named = header(part, "X-Failed-Recipients");
        }
        if (isStatus(part)) {
            takeReports(text(part));
        } else if (part.isMimeType("multipart/*")) {
            takeAll(part, depth);
        } else if (part.isMimeType("message/rfc822") || part.isMimeType("message/global")) {
            // A person's note about a reply says nothing of what is attached to it, and the other
            // way round.
            boolean outer = replied;
            String outerNamed = named;
            replied = false;
            take(new MimeMessage(SESSION, body(part)), depth + 1);
            replied = outer;
            named = outerNamed;
        } else if (part.isMimeType("text/plain")) {
            takeText(part);
        }
    }

    /** Of a report only its status counts: what else is in it is our own mail. */
    private void takeAll(Part part, int depth) throws MessagingException, IOException {
        if (!(part.getContent() instanceof Multipart multipart)) {
            return;
        }
        boolean report = part.isMimeType("multipart/report");
        boolean told = false;
        for (int i = 0; i < Math.min(multipart.getCount(), MOST_PARTS + 1); i++) {
            Part inner = multipart.getBodyPart(i);
            told |= isStatus(inner);
            if (!report || isStatus(inner) || inner.isMimeType("multipart/*")) {
                take(inner, depth + 1);
            }
        }
        if (report && !told && multipart.getCount() > 1) {
            takeMistyped(multipart.getBodyPart(1));
        }
    }

    /** The second part of a report is its status (RFC 6522 3), even where a gateway took away its type. */
    private void takeMistyped(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/plain") || part.isMimeType("application/octet-stream")) {
            takeReports(text(part));
        }
    }

    private static boolean isStatus(Part part) throws MessagingException {
        return part.isMimeType("message/delivery-status")
                || part.isMimeType("message/global-delivery-status");
    }

    /** A report that was pasted into a forwarded mail, or qmail's own text; nothing else that people write. */
    private void takeText(Part part) throws MessagingException, IOException {
        String text = text(part);
        if (!named.isEmpty()) {
            takeExim(text);
        } else if (!replied && !takeQmail(text)) {
            takeReports(text);
        }
    }

    /**
     * Exim's, which is no report and calls itself a reply: an address that its header names, and that its text says has
     * failed for good. A delay's text says otherwise, and whoever translated the text is not understood.
     */
    private void takeExim(String given) {
        String text = plainLines(given);
        Matcher copy = COPY.matcher(text);
        String said = copy.find() ? text.substring(0, copy.start()) : text;
        Matcher failure = FOR_GOOD.matcher(said);
        if (!failure.find() || DELAY.matcher(said.substring(0, failure.end())).find()) {
            return;
        }
        Set<String> own = new HashSet<>();
        said.substring(failure.end())
                .lines()
                .map(String::strip)
                .forEach(line ->
                        EmailAddress.parse(bare(line)).ifPresent(email -> own.add(email.key())));
        for (String each : named.split(",", MOST_ADDRESSES)) {
            EmailAddress.parse(bare(each))
                    .filter(email -> own.contains(email.key()))
                    .ifPresent(email -> put(email.value(), ""));
        }
    }

    /**
     * Whether somebody's program answered (RFC 3834 5; the others are from before it), in whatever language. Reports of
     * mail servers say so, too, but a report is told by its parts.
     */
    private static boolean isReply(Part part) throws MessagingException {
        String submitted = header(part, "Auto-Submitted");
        return submitted.startsWith("auto-replied")
                || submitted.startsWith("auto-notified")
                || !header(part, "X-Autoreply").isEmpty()
                || !header(part, "X-Autorespond").isEmpty()
                || header(part, "Precedence").startsWith("auto");
    }

    private static String header(Part part, String name) throws MessagingException {
        String[] values = part.getHeader(name);
        return values == null || values.length == 0
                ? ""
                : values[0].strip().toLowerCase(Locale.ROOT);
    }

    private static String text(Part part) throws IOException, MessagingException {
        try (InputStream in = body(part)) {
            return new String(in.readNBytes(MOST_BYTES), charset(part));
        }
    }

    /** The library does not decode what is in a mail's parts of type message, though some may be encoded (RFC 6532 3.5). */
    private static InputStream body(Part part) throws IOException, MessagingException {
        if (!part.isMimeType("message/*")) {
            return part.getInputStream();
        }
        InputStream raw =
                part instanceof MimeBodyPart inner
                        ? inner.getRawInputStream()
                        : ((MimeMessage) part).getRawInputStream();
        String encoding = header(part, "Content-Transfer-Encoding");
        return encoding.equals("base64") || encoding.equals("quoted-printable")
                ? MimeUtility.decode(raw, encoding)
                : raw;
    }

    private static Charset charset(Part part) throws MessagingException {
        String type = String.valueOf(part.getContentType()).toLowerCase(Locale.ROOT);
        return type.contains("utf-16") ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    /**
     * The groups of a status (RFC 3464 2.1), which may stand between lines of text where a person forwarded it. Only a
     * text with the field that every report begins with is one.
     */
    private boolean takeReports(String given) {
        String text = QUOTED.matcher(plainLines(given)).replaceAll("");
        List<Map<String, String>> groups =
                Arrays.stream(EMPTY_LINES.split(text, -1)).map(ReturnedMail::fields).toList();
        if (groups.stream().noneMatch(group -> group.containsKey("final-recipient"))) {
            return false;
        }
        groups.forEach(this::takeRecipient);
        return true;
    }

    private static String plainLines(String text) {
        return NEW_LINE.matcher(text).replaceAll("\n");
    }

    /** RFC 3464 2.3: a delay is no failure. A comment may stand behind the word, though not by the RFC. */
    private void takeRecipient(Map<String, String> fields) {
        String action = fields.getOrDefault("action", "").toLowerCase(Locale.ROOT);
        if (!action.matches("failed(?:[^a-z].*)?")) {
            return;
        }
        String reason =
                fields.getOrDefault("status", "")
                        + " "
                        + afterType(fields.getOrDefault("diagnostic-code", ""));
        String original = ReportedAddress.of(fields.getOrDefault("original-recipient", ""));
        put(original, reason);
        put(ReportedAddress.outOfXtext(original), reason);
        put(ReportedAddress.of(fields.getOrDefault("final-recipient", "")), reason);
    }

    private static Map<String, String> fields(String group) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : group.replaceAll("\\n[ \\t]+", " ").split("\\n", -1)) {
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                fields.putIfAbsent(
                        field.group(1).toLowerCase(Locale.ROOT),
                        line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return fields;
    }

    /** https://cr.yp.to/proto/qsbmf.txt: paragraphs, until the one that a dash begins, behind which our mail stands. */
    private boolean takeQmail(String given) {
        String text = QUOTED.matcher(plainLines(given)).replaceAll("");
        Matcher begin = QMAIL.matcher(text);
        if (!begin.find()) {
            return false;
        }
        for (String paragraph : EMPTY_LINES.split(text.substring(begin.end()), -1)) {
            String stripped = paragraph.strip();
            if (stripped.startsWith("-")) {
                return true;
            }
            Matcher recipient = QMAIL_RECIPIENT.matcher(stripped);
            if (recipient.find()) {
                put(recipient.group(1), orEmpty(recipient.group(2)));
            }
        }
        return true;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** What stands behind {@code rfc822;}. */
    private static String afterType(String value) {
        return value.substring(value.indexOf(';') + 1).strip();
    }

    private void put(String address, String reason) {
        if (failed.size() == MOST_ADDRESSES) {
            cut = true;
        } else {
            EmailAddress.parse(bare(address))
                    .ifPresent(email -> failed.putIfAbsent(email.key(), plain(reason)));
        }
    }

    private static String bare(String address) {
        String trimmed = Visible.trimmed(address);
        return trimmed.startsWith("<") && trimmed.endsWith(">")
                ? trimmed.substring(1, trimmed.length() - 1)
                : trimmed;
    }

    private static String plain(String reason) {
        String said = UNPRINTABLE.matcher(reason).replaceAll(" ").strip();
        String line = said.isEmpty() ? "Came back." : "Came back: " + said;
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
    }
}
