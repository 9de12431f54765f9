package dev.latchkey.saml;

import java.util.List;
import java.util.Set;

/**
 * What an {@link Inspection} may use to look closer: certificates to hold signatures against, and keys to open what is
 * encrypted. It decides nothing.
 */
public record Lens(
        List<TrustedCertificate> certificates,
        List<DecryptionKey> decryptionKeys,
        Set<Concession> concessions) {
    /** The naked eye. */
    public static final Lens NONE = new Lens(List.of(), List.of(), Set.of());

    public Lens {
        certificates = List.copyOf(certificates);
        decryptionKeys = List.copyOf(decryptionKeys);
        concessions = Set.copyOf(concessions);
    }

    /** With these certificates, and nothing to open anything with. */
    public static Lens of(List<TrustedCertificate> certificates, Set<Concession> concessions) {
        return new Lens(certificates, List.of(), concessions);
    }
}
