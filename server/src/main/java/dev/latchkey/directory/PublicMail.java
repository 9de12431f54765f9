package dev.latchkey.directory;

import dev.latchkey.shared.DomainName;
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

    /** Whether the domain, in letters or A-labels of either case, is that of a public mail service. */
    public static boolean is(String domain) {
        return DomainName.of(domain).filter(name -> DOMAINS.contains(name.value())).isPresent();
    }

    private static Set<String> read() {
        try (InputStream in = PublicMail.class.getResourceAsStream("/public-mail-domains.txt")) {
            if (in == null) {
                throw new IllegalStateException("public-mail-domains.txt is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> DomainName.of(line.strip()).orElseThrow().value())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("public-mail-domains.txt", e);
        }
    }
}
