package dev.latchkey.bench;

import java.util.Locale;
import java.util.function.IntFunction;

/** Messages that somebody might send to make us slow, each in any size up to the limits: what stands in a Response. */
enum Shape {
    ORDINARY(i -> "<a Name=\"claim " + i + "\"><v>value " + i + "</v></a>"),
    LONG_TEXT(i -> "text that has no end and no markup in it, "),
    REFERENCES(i -> "&lt;&#13;&amp;"),
    BEYOND_ASCII(i -> "Łódź, Île, 東京, "),
    COMMENTS(i -> "x<!-- - -->"),
    ATTRIBUTES(i -> element("", i)),
    DECLARATIONS(i -> element("xmlns:", i)),
    EMPTY_ELEMENTS(i -> i < 9_000 ? "<a/>" : ""),
    NESTED(i -> "<a>".repeat(50) + "</a>".repeat(50)),
    NAMES(i -> "<n" + i % 900 + " m" + i % 7 + "=\"\"/>"),
    PREFIXES(i -> "<p" + i % 400 + ":n xmlns:p" + i % 400 + "=\"urn:x\"/>"),
    IDS(i -> "<a ID=\"i" + i + "\"/>"),
    NEEDED_AGAIN(i -> "<again:a/>");

    private static final int ELEMENTS = 9_500;
    private final IntFunction<String> part;

    Shape(IntFunction<String> part) {
        this.part = part;
    }

    /** Sixty attributes or declarations, each of another name. */
    private static String element(String prefix, int number) {
        StringBuilder tag = new StringBuilder("<a");
        for (int i = 0; i < 60; i++) {
            tag.append(' ').append(prefix).append('a').append(i).append("=\"urn:").append(number);
            tag.append('"');
        }
        return tag.append("/>").toString();
    }

    /** As many parts as fit into so many characters, within the bounds on elements and text. */
    String fill(int characters) {
        StringBuilder filling = new StringBuilder(characters);
        int elements = 0;
        for (int i = 0; filling.length() < characters && elements < ELEMENTS; i++) {
            String next = part.apply(i);
            elements += (int) next.chars().filter(c -> c == '<').count();
            filling.append(next);
        }
        return filling.toString();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
