package dev.latchkey;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The string literals of a Java source. Such as follow one another with a plus between them are one. */
final class JavaStrings {
    private static final Pattern PIECE =
            Pattern.compile(
                    "(?<comment>//[^\\n]*|/\\*.*?\\*/)|'(?:[^'\\\\\\n]|\\\\.)+'"
                            + "|\"\"\"[ \\t]*\\n(?<block>[^\\\\]*?(?:\\\\.[^\\\\]*?)*?)\"\"\""
                            + "|\"(?<line>[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+)\""
                            + "|(?<plus>\\+)|(?<space>\\s+)|.",
                    Pattern.DOTALL);

    /** @param line where it begins */
    record Literal(int line, String text) {}

    private JavaStrings() {}

    static List<Literal> in(String source) {
        List<Literal> found = new ArrayList<>();
        boolean joined = false;
        boolean behind = false;
        Matcher matcher = PIECE.matcher(source);
        int line = 1;
        while (matcher.find()) {
            String text =
                    matcher.group("block") != null ? matcher.group("block") : matcher.group("line");
            if (text != null) {
                text = plain(text);
                if (joined && !found.isEmpty()) {
                    Literal before = found.removeLast();
                    found.add(new Literal(before.line(), before.text() + text));
                } else {
                    found.add(new Literal(line, text));
                }
                behind = true;
                joined = false;
            } else if (matcher.group("plus") != null) {
                joined = behind;
                behind = false;
            } else if (matcher.group("space") == null && matcher.group("comment") == null) {
                joined = false;
                behind = false;
            }
            line += (int) matcher.group().chars().filter(character -> character == '\n').count();
        }
        return found;
    }

    private static String plain(String text) {
        return text.replaceAll("\\\\\\n\\s*", "")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
    }
}
