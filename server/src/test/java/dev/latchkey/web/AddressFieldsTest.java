package dev.latchkey.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fields for an address take what the directory holds. */
class AddressFieldsTest {
    private static final Pattern EMAIL_TYPE = Pattern.compile("type\\s*=\\s*[\"']?email");
    private static final Pattern FIELD =
            Pattern.compile("<input(?=[^>]*\\b(?:name|id)=\"email\")(?![^>]*type=\"hidden\")[^>]*>");

    /** Browsers refuse an address outside ASCII in such a field, and write its domain otherwise than it was typed. */
    @Test
    void noFieldIsOfTheTypeThatRefusesInternationalAddresses() throws IOException {
        assertThat(templates()).noneMatch(text -> EMAIL_TYPE.matcher(text).find());
    }

    @Test
    void butEachAsksForTheKeyboardOfAddressesAndLeavesTheLettersAlone() throws IOException {
        List<String> fields =
                templates().stream()
                        .flatMap(text -> FIELD.matcher(text).results().map(m -> m.group()))
                        .toList();
        assertThat(fields)
                .hasSizeGreaterThan(6)
                .allMatch(field ->
                        field.contains("inputmode=\"email\"")
                                && field.contains("autocapitalize=\"none\"")
                                && field.contains("spellcheck=\"false\""));
    }

    private static List<String> templates() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/templates"))) {
            return files.filter(Files::isRegularFile).map(AddressFieldsTest::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
