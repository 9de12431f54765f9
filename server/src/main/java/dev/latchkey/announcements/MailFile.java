package dev.latchkey.announcements;

import dev.latchkey.shared.Visible;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mails in a file: one, or a mailbox' (RFC 4155), or some that were put behind one another. One that follows a mail
 * without parts can't be told from that mail's text, nor from the copy of ours in it.
 */
final class MailFile {
    static final int MOST = 1000;
    private static final int LONGEST_HEAD = 20_000;

    /** Fields that a mail has and a list of addresses has not. */
    private static final Set<String> OF_MAIL =
            Set.of(
                    "from",
                    "to",
                    "subject",
                    "date",
                    "received",
                    "return-path",
                    "message-id",
                    "mime-version",
                    "delivered-to",
                    "auto-submitted",
                    "content-type");

    private static final Pattern FIELD = Pattern.compile("([!-9;-~]{1,70})[ \\t]*:.*");
    private static final Pattern NEW_LINE = Pattern.compile("\\r\\n|\\r|\\n");

    /** Between two mails of a mailbox; in their text, a mark stands before such a line. */
    private static final Pattern BETWEEN =
            Pattern.compile("(?:\\r?\\n[ \\t]*)\\r?\\n(?=From [^\\r\\n]{1,500}\\r?\\n)");

    /** What may be a further mail within the text of one without parts, and where that only is a copy of ours. */
    private static final Pattern MAYBE_HEAD =
            Pattern.compile("(?i)\\n\\r?\\n(?:return-path|received|delivered-to|from)[ \\t]*:");

    private static final Pattern COPY = Pattern.compile("(?m)^-{3,}");
    private static final Pattern HEAD_END = Pattern.compile("\\r?\\n\\r?\\n");
    private static final Pattern BOUNDARY =
            Pattern.compile(
                    "(?im)^content-type[ \\t]*:\\s*multipart/[^\\n]*(?:\\n[ \\t][^\\n]*){0,20}?\\bboundary\\s*=\\s*(?:\"([^\"\\r\\n]{1,100})\"|([^\\s\";]{1,100}))");

    private final List<String> mails = new ArrayList<>();
    private boolean cut;
    private boolean mailbox;

    private MailFile() {}

    /** @param cut whether there are more than are read */
    record Mails(List<String> all, boolean cut) {
        Mails {
            all = List.copyOf(all);
        }
    }

    /** None where the text is no mail. */
    static Mails of(String text) {
        MailFile file = new MailFile();
        String stripped = Visible.trimmed(text);
        if (isEnvelope(stripped)) {
            file.mailbox = true;
            file.takeMailbox(stripped);
        } else if (isMail(stripped)) {
            file.takeAll(stripped);
        }
        return new Mails(file.mails, file.cut);
    }

    /** With a line From and without a colon; what people write may begin like that. */
    private static boolean isEnvelope(String text) {
        return text.startsWith("From ") && isMail(behindEnvelope(text));
    }

    private static String behindEnvelope(String text) {
        return Visible.trimmed(text.substring(text.indexOf('\n') + 1));
    }

    private void takeMailbox(String text) {
        int from = 0;
        Matcher between = BETWEEN.matcher(text);
        while (mails.size() < MOST && between.find()) {
            // As far as a head may go; the rest of a file is not copied for each line.
            int end = Math.min(text.length(), between.end() + LONGEST_HEAD);
            if (isEnvelope(text.substring(between.end(), end))) {
                takeAll(behindEnvelope(text.substring(from, between.start())));
                from = between.end();
            }
        }
        takeAll(behindEnvelope(text.substring(from)));
    }

    /** A mail, and what follows behind the end of its parts where that is a mail, too. */
    private void takeAll(String text) {
        String rest = text;
        while (!rest.isEmpty()) {
            if (mails.size() == MOST) {
                cut = true;
                return;
            }
            int last = end(rest);
            int end = last < 0 ? rest.length() : last;
            String behind = Visible.trimmed(rest.substring(end));
            boolean more = isMail(behind) || isEnvelope(behind);
            String mail = more ? rest.substring(0, end) : rest;
            mails.add(mail);
            cut |= !mailbox && last < 0 && mayHideAnother(mail);
            rest = !more ? "" : isMail(behind) ? behind : behindEnvelope(behind);
        }
    }

    private static boolean mayHideAnother(String mail) {
        long heads = MAYBE_HEAD.matcher(mail).results().limit(2).count();
        return heads > (COPY.matcher(mail).find() ? 1 : 0);
    }

    /** Where its parts end; -1 where it has none, or they don't. */
    private static int end(String mail) {
        Matcher head = HEAD_END.matcher(mail);
        if (!head.find()) {
            return -1;
        }
        Matcher boundary = BOUNDARY.matcher(mail).region(0, Math.min(head.start(), LONGEST_HEAD));
        if (!boundary.find()) {
            return -1;
        }
        String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        String last = "\n--" + name + "--";
        int place = mail.indexOf(last, head.start());
        return place < 0 ? -1 : place + last.length();
    }

    /** Whether the first lines are the head of a mail. */
    static boolean isMail(String text) {
        int known = 0;
        Iterator<String> lines = NEW_LINE.splitAsStream(text).limit(200).iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            Matcher field = FIELD.matcher(line);
            if (line.isBlank()
                    || (!field.matches() && !line.startsWith(" ") && !line.startsWith("\t"))) {
                return known > 0;
            }
            known +=
                    field.matches() && OF_MAIL.contains(field.group(1).toLowerCase(Locale.ROOT))
                            ? 1
                            : 0;
        }
        return known > 0;
    }
}
