package dev.latchkey.saml.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The octets are those of C14N 1.0 §2.3, whichever way they are written and wherever the buffer ends. */
class OctetsTest {
    private static final int ENOUGH = 4096;

    /** The edges of one, two, three and four octets, and one whose upper bits are not all zero. */
    private static final String WIDE =
            "\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\ud8c0\udc00\udbff\udfff";

    /** A text in which every place could be looked over by itself or among eight. */
    private static String filled(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + i % 26));
        }
        return text.toString();
    }

    private static String with(String text, int at, char c) {
        return text.substring(0, at) + c + text.substring(at + 1);
    }

    private static String textForm(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#xD;");
    }

    private static String attributeForm(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;")
                .replace("\t", "&#x9;")
                .replace("\n", "&#xA;")
                .replace("\r", "&#xD;");
    }

    private static String written(boolean ascii, int capacity, Consumer<Octets> writing) {
        Octets octets = new Octets(capacity, ENOUGH);
        octets.begin(ascii);
        writing.accept(octets);
        return new String(octets.array(), 0, octets.length(), StandardCharsets.UTF_8);
    }

    private static void writesText(boolean ascii, int capacity, String text) {
        assertThat(written(ascii, capacity, octets -> octets.text(text))).isEqualTo(textForm(text));
    }

    private static void writesAttribute(boolean ascii, int capacity, String value) {
        assertThat(written(ascii, capacity, octets -> octets.attribute("p", "n", value)))
                .isEqualTo(" p:n=\"" + attributeForm(value) + "\"");
    }

    @Test
    void everyCharacterIsWrittenAsItMustBeInEveryPlace() {
        for (int length = 1; length <= 40; length++) {
            String plain = filled(length);
            for (int at = 0; at < length; at++) {
                for (char c : "\t\n\r !\"#%&';<=>?^~\u007f".toCharArray()) {
                    String text = with(plain, at, c);
                    writesText(true, 1, text);
                    writesText(false, 1, text);
                    writesAttribute(true, 1, text);
                    writesAttribute(false, 1, text);
                }
            }
        }
    }

    @Test
    void whatNeedsNoEscapeIsCopiedAndNothingElse() {
        for (char c = 0; c < 0x80; c++) {
            boolean plainText = "&<>\r".indexOf(c) < 0;
            boolean plainValue = "&<\"".indexOf(c) < 0 && c >= ' ';
            for (int length = 1; length <= 20; length++) {
                for (int at = 0; at < length; at++) {
                    byte[] octets = between(with(filled(length), at, c));
                    assertThat(Octets.isPlainText(octets, 3, 3 + length)).isEqualTo(plainText);
                    assertThat(Octets.isPlainValue(octets, 3, 3 + length)).isEqualTo(plainValue);
                }
            }
        }
    }

    /** What stands before and behind is not looked at. */
    private static byte[] between(String text) {
        return ("<&\r" + text + "<&\r<&\r<&").getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatTheBufferHeldBeforeIsNotLookedAt() {
        for (int length = 0; length <= 20; length++) {
            byte[] octets = (filled(length) + "<&<&<&<&").getBytes(StandardCharsets.US_ASCII);
            assertThat(Octets.isPlainText(octets, 0, length)).isTrue();
            assertThat(Octets.isPlainValue(octets, 0, length)).isTrue();
        }
    }

    @Test
    void charactersBeyondAsciiTakeTwoToFourOctets() {
        // The lower halves of these are letters of ASCII.
        writesText(false, 1, "\u0141\u0142");
        writesAttribute(false, 1, "\u0141\u0142");
        for (int length = 0; length <= 9; length++) {
            String text = filled(length) + WIDE + filled(length);
            writesText(false, 1, text);
            writesAttribute(false, 1, text);
            assertThat(written(false, 1, octets -> octets.openTag(text))).isEqualTo("<" + text);
        }
    }

    /** The parser lets none through; one at the very end must not make the writer read on. */
    @Test
    void aLoneSurrogateIsWrittenAsItStands() {
        Octets octets = new Octets(16, ENOUGH);
        octets.begin(false);
        octets.text("a\ud800");
        assertThat(Arrays.copyOf(octets.array(), octets.length()))
                .isEqualTo(new byte[] {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80});
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tagsAreWholeWhereverTheBufferEnds(boolean ascii) {
        for (int capacity = 0; capacity <= 80; capacity++) {
            String form =
                    written(
                            ascii,
                            capacity,
                            octets -> {
                                octets.openTag("element");
                                octets.attribute("xmlns", "p", "urn:example");
                                octets.attribute("", "name", "\"");
                                octets.ascii('>');
                                octets.text("&");
                                octets.endTag("p:element");
                            });
            assertThat(form)
                    .isEqualTo(
                            "<element xmlns:p=\"urn:example\" name=\"&quot;\">&amp;</p:element>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "&&&&&&&&&", "\r", "\"\"\"\"", WIDE, "\uffff", "\uffff\uffff"})
    void theLongestFormsFitWhereverTheBufferEnds(String text) {
        for (int capacity = 0; capacity <= 60; capacity++) {
            writesText(false, capacity, text);
            writesAttribute(false, capacity, text);
            assertThat(written(false, capacity, octets -> octets.endTag(text)))
                    .isEqualTo("</" + text + ">");
        }
    }

    @Test
    void growsOnlyWhenItMustAndToTwiceTheSizeAtLeast() {
        Octets octets = new Octets(8, ENOUGH);
        octets.begin(true);
        writes(octets, 8);
        assertThat(octets.array()).hasSize(8);
        octets.ascii('9');
        assertThat(octets.array()).hasSize(16);
        // To look over eight at a time, there are eight more.
        octets.text("0".repeat(100));
        assertThat(octets.array()).hasSize(117);
    }

    @Test
    void whatIsOverTheBoundDoesNotGrow() {
        Octets octets = new Octets(8, 8);
        octets.begin(true);
        writes(octets, 16);
        assertThat(octets.length()).isEqualTo(16);
        assertThatThrownBy(() -> octets.ascii('7')).isInstanceOf(OverlongForm.class);
        octets.begin(true);
        writes(octets, 9);
        assertThat(octets.length()).isEqualTo(9);
    }

    private static void writes(Octets octets, int count) {
        for (int i = 0; i < count; i++) {
            octets.ascii('x');
        }
    }
}
