package dev.latchkey.saml.fuzz;

import dev.latchkey.saml.fixtures.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The messages and metadata of all fixtures, to start from. */
final class Seeds {
    private Seeds() {}

    static Stream<byte[]> of(String... kinds) {
        return Stream.of(kinds)
                .map(Folders::of)
                .flatMap(List::stream)
                .flatMap(Seeds::messages)
                .map(Seeds::read);
    }

    private static Stream<Path> messages(Path folder) {
        return Stream.of(
                        "response.xml",
                        "response.base64",
                        "metadata.xml",
                        "message.xml",
                        "query.txt")
                .map(folder::resolve)
                .filter(Files::exists);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
