package dev.latchkey.directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** Mail services where everybody can have an address, so that a domain says nothing about an employer. */
public final class PublicMail {
    private static final Set<String> DOMAINS = read();

    private PublicMail() {}

    /** Whether the domain, without its case, is that of a public mail service. */
    public static boolean is(String domain) {
        return DOMAINS.contains(domain);
    }

    private static Set<String> read() {
        try (InputStream in = PublicMail.class.getResourceAsStream("/public-mail-domains.txt")) {
            if (in == null) {
                throw new IllegalStateException("public-mail-domains.txt is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("public-mail-domains.txt", e);
        }
    }
}
