package dev.latchkey.saml.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.latchkey.saml.xml.XmlRefused.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntFunction;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The parser keeps the names that it meets: documents full of names must cost no more than others of their size. */
class HostileNamesTest {
    private static final XmlBounds BOUNDS = new XmlBounds(64, 10_000, 64, 128 * 1024);
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    private static Kind refusal(String xml) {
        return Assertions.catchThrowableOfType(
                        XmlRefused.class,
                        () -> XmlParser.parse(xml.getBytes(StandardCharsets.UTF_8), BOUNDS))
                .kind();
    }

    private static String elements(IntFunction<String> name) {
        StringBuilder xml = new StringBuilder("<a>");
        for (int i = 0; i < 9_000; i++) {
            xml.append('<').append(name.apply(i)).append("/>");
        }
        return xml + "</a>";
    }

    @Test
    void aParserThatHasMetManyNamesServesNobodyElse() throws XmlRefused {
        for (int i = 0; i < 20; i++) {
            String prefix = "round" + i;
            XmlParser.parse(fewElements(prefix).getBytes(StandardCharsets.UTF_8), BOUNDS);
            Tokenizer next = Tokenizer.take();
            assertThat(next.names().known()).isLessThanOrEqualTo(400);
            next.keep();
        }
    }

    private static String fewElements(String prefix) {
        StringBuilder xml = new StringBuilder("<a>");
        for (int i = 0; i < 150; i++) {
            xml.append('<').append(prefix).append(i).append("/>");
        }
        return xml + "</a>";
    }

    /** Without a bound, the last of these would take seconds each, and the first would have slowed the rest. */
    @Test
    void manyMessagesOfNewNamesStayCheap() {
        Random random = new Random(7);
        assertTimeoutPreemptively(
                ENOUGH,
                () -> {
                    for (int i = 0; i < 200; i++) {
                        String xml = elements(n -> "n" + Integer.toString(random.nextInt(), 36));
                        assertThat(refusal(xml.replace("n-", "m")))
                                .isEqualTo(Kind.TOO_MANY_ELEMENTS);
                    }
                });
    }

    @Test
    void namesThatCollideStayCheap() {
        assertTimeoutPreemptively(
                ENOUGH,
                () -> {
                    for (int i = 0; i < 50; i++) {
                        assertThat(refusal(elements(HostileNamesTest::colliding)))
                                .isEqualTo(Kind.TOO_MANY_ELEMENTS);
                    }
                });
    }

    /** The table's hash is 31 times one word plus the next: raising the one and lowering the other keeps it. */
    private static String colliding(int number) {
        char[] name = new char[24];
        int rest = number;
        for (int i = 0; i < name.length; i++) {
            boolean upper = i / 4 % 2 == 0;
            int digit = upper ? rest % 3 : 0;
            name[i] = upper ? (char) ('b' + digit) : 'o';
            if (upper) {
                rest /= 3;
            }
        }
        for (int i = 0; i < name.length; i++) {
            if (i / 4 % 2 == 1) {
                name[i] = (char) ('o' - 31 * (name[i - 4] - 'b'));
            }
        }
        return new String(name);
    }

    @Test
    void tagsOfThousandsOfAttributesAreRefusedBeforeTheyAreTakenIn() {
        StringBuilder tag = new StringBuilder("<a");
        for (int i = 0; i < 30_000; i++) {
            tag.append(" n").append(i).append("='>'");
        }
        String xml = tag + "/>";
        String inUtf16 = "\ufeff" + xml;
        assertTimeoutPreemptively(
                ENOUGH,
                () -> {
                    for (int i = 0; i < 100; i++) {
                        assertThat(refusal(xml)).isEqualTo(Kind.TOO_MANY_ATTRIBUTES);
                        assertThat(refusal("<!-- ' --><b><![CDATA[<\"]]></b>" + xml))
                                .isEqualTo(Kind.TOO_MANY_ATTRIBUTES);
                    }
                    XmlRefused refused =
                            Assertions.catchThrowableOfType(
                                    XmlRefused.class,
                                    () ->
                                            XmlParser.parse(
                                                    inUtf16.getBytes(StandardCharsets.UTF_16BE),
                                                    BOUNDS));
                    assertThat(refused.kind()).isEqualTo(Kind.TOO_MANY_ATTRIBUTES);
                });
    }

    @Test
    void quotesInTextAndCommentsAreNoAttributes() throws Exception {
        String xml =
                "<a><!-- "
                        + "''".repeat(5_000)
                        + " --><![CDATA[<b "
                        + "''".repeat(5_000)
                        + ">]]>"
                        + "''".repeat(5_000)
                        + "</a>";
        XmlDocument document = XmlParser.parse(xml.getBytes(StandardCharsets.UTF_8), BOUNDS);
        assertThat(document.root().deepText()).hasSize(20_004);
    }
}
