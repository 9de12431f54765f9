package dev.latchkey.secretkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.shared.CannotStart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keys may be called, how they may be written, and what is said of those that can't be used. */
class KeyRingTest {
    private static final String SETTING = "LATCHKEY_SECRET_KEYS";
    private static final String A = base64(0xfb);
    private static final String B = base64(2);

    private static String base64(int each) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) each);
        return Base64.getEncoder().encodeToString(key);
    }

    private static KeyRing ring(String text) {
        return KeyRing.parse(text, SETTING);
    }

    private static CannotStart refused(String text) {
        return assertThatExceptionOfType(CannotStart.class)
                .as(text)
                .isThrownBy(() -> ring(text))
                .satisfies(e -> assertThat(e.sentence()).contains(SETTING).doesNotContain(A, B))
                .actual();
    }

    @Test
    void theFirstKeySealsAndTheOthersOpen() {
        assertThat(ring("k2:" + A + ",k1:" + B).keys())
                .extracting(Object::toString)
                .containsExactly("k2", "k1");
    }

    @Test
    void twoKeysOfOneNameAreRefused() {
        assertThat(refused("k1:" + A + ",k1:" + B).sentence()).contains("called 'k1'");
        assertThat(refused("k1:" + A + ",k1:" + A).sentence()).contains("called 'k1'");
    }

    @Test
    void oneKeyMayStandInTheSettingAndInTheFileUnlessTheyDiffer() {
        KeyRing given = ring("k2:" + B + ",generated:" + A);
        assertThat(given.and(KeyRing.parse("generated:" + A, "the file")).keys()).hasSize(2);
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> given.and(KeyRing.parse("generated:" + B, "the file")))
                .satisfies(
                        e -> assertThat(e.sentence()).contains("'generated'", SETTING, "the file"));
    }

    @Test
    void whatAnEditorOrAShellAddsDoesNoHarm() {
        byte[] key = ring("k1:" + A).keys().getFirst().checkValue();
        for (String text :
                new String[] {
                    "\uFEFFk1:" + A,
                    "k1:" + A + "\r\n",
                    " k1: " + A + " ",
                    "k1:" + A.replace("=", ""),
                    "k1:" + A.replace('+', '-').replace('/', '_'),
                    "k1:" + A + ",",
                }) {
            assertThat(ring(text).keys()).as(text).hasSize(1);
            assertThat(ring(text).keys().getFirst().checkValue()).as(text).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k 1",
                "k\t1",
                "ключ",
                "\"k1",
                "k/1",
                "a23456789012345678901234567890123"
            })
    void aNameIsOneToThirtyTwoSafeCharacters(String name) {
        assertThat(refused(name + ":" + A).sentence()).contains("entry 1");
    }

    @Test
    void aKeyIsThirtyTwoBytes() {
        for (String key : new String[] {"", "AAAA", A + "AAAA", A.substring(1), "%%%", A + A}) {
            assertThat(refused("k1:" + B + ",k2:" + key).sentence()).contains("entry 2");
        }
        refused(A);
        refused(",");
    }

    @Test
    void aBadFileIsBlamedByItsNameAndNotOnTheSetting(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("secret.key");
        for (byte[] content :
                new byte[][] {
                    {},
                    "generated:AAAA".getBytes(StandardCharsets.UTF_8),
                    ("generated:" + A).getBytes(StandardCharsets.UTF_16),
                    new byte[100_000]
                }) {
            Files.write(file, content);
            assertThatExceptionOfType(CannotStart.class)
                    .isThrownBy(() -> new KeyFile(folder).read())
                    .satisfies(e ->
                            assertThat(e.sentence())
                                    .contains(file.toString())
                                    .doesNotContain(SETTING));
        }
        Files.delete(file);
        Files.createDirectory(file);
        assertThatExceptionOfType(CannotStart.class).isThrownBy(() -> new KeyFile(folder).read());
    }

    @Test
    void aGeneratedKeyIsItsOwnersAloneAndIsReadAgain(@TempDir Path folder) throws Exception {
        KeyRing made = new KeyFile(folder.resolve("data")).generate();
        Path file = folder.resolve("data/secret.key");

        assertThat(made.keys().getFirst().id()).matches("g-[0-9a-f]{12}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(
                        new KeyFile(folder.resolve("data"))
                                .read()
                                .keys()
                                .getFirst()
                                .isSameAs(made.keys().getFirst()))
                .isTrue();
        try (var all = Files.list(folder.resolve("data"))) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void aFileThatOthersCouldReadIsTheOwnersAgain(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret.key"), "generated:" + A + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        new KeyFile(folder).read();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whereNoKeyCanBeWrittenTheStartSaysSo(@TempDir Path folder) throws Exception {
        Path notAFolder = Files.createFile(folder.resolve("data"));
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> new KeyFile(notAFolder).generate())
                .satisfies(e -> assertThat(e.remedy()).contains(SETTING));
    }
}
