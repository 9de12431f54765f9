package dev.latchkey;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in a statement, or in a part of one, what it reads and writes: after {@code from}, {@code join}, {@code into},
 * {@code update} and the like, and in lists behind commas. It is no parser of SQL. It rather sees too much: a name with
 * an underscore that is a table's counts wherever it stands.
 */
final class SqlText {
    /** Where a table's name is put in from elsewhere. */
    static final String HOLE = "?";

    private static final Pattern TOKEN =
            Pattern.compile(
                    "--[^\\n]*|/\\*.*?\\*/|(?<string>'[^']*+(?:''[^']*+)*+')|\"(?<quoted>[^\"]*)\""
                            + "|(?<hole>%(?:\\d+\\$)?s)|(?<word>[A-Za-z_]\\w*)|(?<other>::|:\\w+|[^\\s])",
                    Pattern.DOTALL);

    /** What stands where a table could, and is none. */
    private static final Set<String> NO_NAMES =
            Set.of("select", "values", "where", "set", "or", "on", "of", "as", "stdin", "stdout");

    private static final Set<String> BEFORE_A_NAME =
            Set.of("only", "lateral", "if", "not", "exists", "table", "concurrently");

    private static final Set<String> ENDS_A_LIST =
            Set.of(
                    "where",
                    "group",
                    "order",
                    "having",
                    "limit",
                    "offset",
                    "union",
                    "intersect",
                    "except",
                    "select",
                    "set",
                    "returning",
                    "window",
                    "values",
                    "fetch",
                    "for",
                    ";");

    /** Functions that have a {@code from} of their own. */
    private static final Set<String> HAVE_FROM = Set.of("extract", "substring", "trim", "overlay");

    private static final Set<String> NO_UPDATE =
            Set.of("for", "key", "do", "on", "before", "after", "or");

    /** A name in a place for tables, or {@link #HOLE}. */
    record Use(String name, boolean written) {}

    private record Token(String text, boolean word, boolean string) {}

    private static final class Level {
        private final String opener;
        private boolean list;
        private boolean written;

        Level(String opener) {
            this.opener = opener;
        }
    }

    private final List<Token> tokens = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> strings = new HashSet<>();
    private final Set<String> called = new HashSet<>();
    private final Set<String> made = new HashSet<>();

    private SqlText(String sql) {
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            if (matcher.group("string") != null) {
                String text = matcher.group("string");
                tokens.add(new Token(text.substring(1, text.length() - 1), false, true));
            } else if (matcher.group("quoted") != null) {
                tokens.add(new Token(matcher.group("quoted"), true, false));
            } else if (matcher.group("hole") != null) {
                tokens.add(new Token(HOLE, false, false));
            } else if (matcher.group("word") != null) {
                tokens.add(new Token(matcher.group("word").toLowerCase(Locale.ROOT), true, false));
            } else if (matcher.group("other") != null) {
                tokens.add(new Token(matcher.group("other"), false, false));
            }
        }
    }

    static SqlText of(String sql) {
        SqlText text = new SqlText(sql);
        text.read();
        return text;
    }

    /** What is in a place for tables. */
    List<Use> uses() {
        return uses;
    }

    /** Every word outside of strings and comments. */
    Set<String> words() {
        return words;
    }

    /** What stands between single quotes. */
    Set<String> strings() {
        return strings;
    }

    /** What is called as a function. */
    Set<String> called() {
        return called;
    }

    /** Tables that the statement makes for itself: {@code with} and temporary ones. */
    Set<String> made() {
        return made;
    }

    private void read() {
        Deque<Level> levels = new ArrayDeque<>();
        levels.push(new Level(""));
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.string()) {
                strings.add(token.text());
                continue;
            }
            if (token.word()) {
                words.add(token.text());
                if (at(i + 1).equals("(")) {
                    called.add(token.text());
                }
                if (isCommonTable(i)) {
                    made.add(token.text());
                }
            }
            read(i, token.text(), levels);
        }
    }

    private void read(int i, String text, Deque<Level> levels) {
        Level level = levels.element();
        switch (text) {
            case "(" -> levels.push(new Level(at(i - 1)));
            case ")" -> {
                if (levels.size() > 1) {
                    levels.pop();
                }
            }
            case "," -> {
                if (level.list) {
                    name(i + 1, level.written);
                }
            }
            case "from" -> {
                if (!HAVE_FROM.contains(level.opener) && !at(i - 1).equals("distinct")) {
                    level.list = true;
                    level.written = false;
                    name(i + 1, at(i - 1).equals("delete"));
                }
            }
            case "join" -> name(i + 1, false);
            case "using" -> {
                if ((level.list || i == 0) && !at(i + 1).equals("(")) {
                    level.list = true;
                    name(i + 1, false);
                }
            }
            case "into" -> {
                // What a procedure selects into is a variable.
                if (i == 0 || Set.of("insert", "merge").contains(at(i - 1))) {
                    level.list = at(i - 1).equals("merge");
                    name(i + 1, true);
                }
            }
            case "update" -> {
                if (!NO_UPDATE.contains(at(i - 1))) {
                    name(i + 1, true);
                }
            }
            case "truncate", "analyze" -> {
                if (!NO_UPDATE.contains(at(i - 1))) {
                    level.list = true;
                    level.written = true;
                    name(i + 1, true);
                }
            }
            case "table" -> {
                if (at(i - 1).startsWith("temp")) {
                    made.add(at(firstName(i + 1)));
                } else if (!Set.of("truncate", "returns").contains(at(i - 1))) {
                    name(i + 1, true);
                }
            }
            default -> {
                if (ENDS_A_LIST.contains(text)) {
                    level.list = false;
                }
            }
        }
    }

    private int firstName(int from) {
        int i = from;
        while (BEFORE_A_NAME.contains(at(i))) {
            i++;
        }
        return i;
    }

    private void name(int from, boolean written) {
        int i = firstName(from);
        if (at(i).isEmpty() || at(i).equals(HOLE)) {
            uses.add(new Use(HOLE, written));
        } else if (tokens.get(i).word() && !NO_NAMES.contains(at(i))) {
            if (at(i + 1).equals(".")) {
                if (!at(i).equals("pg_catalog") && !at(i).equals("information_schema")) {
                    uses.add(new Use(at(i + 2), written));
                }
            } else if (written || !at(i + 1).equals("(")) {
                uses.add(new Use(at(i), written));
            }
        }
    }

    /** {@code name as (select …}, also with columns and with what it says of its materialization. */
    private boolean isCommonTable(int i) {
        int after = i + 1;
        if (at(after).equals("(")) {
            while (!at(after).isEmpty() && !at(after).equals(")")) {
                after++;
            }
            after++;
        }
        if (!at(after).equals("as")) {
            return false;
        }
        after++;
        while (at(after).equals("not") || at(after).equals("materialized")) {
            after++;
        }
        return at(after).equals("(");
    }

    private String at(int i) {
        return i < 0 || i >= tokens.size() ? "" : tokens.get(i).text();
    }
}
