package dev.latchkey.saml;

import java.util.List;
import java.util.Set;

/**
 * What an {@link Inspection} may use to look closer: certificates to hold signatures against, and keys to open what is
 * encrypted. It decides nothing.
 */
public record InspectionKeys(
        List<TrustedCertificate> certificates,
        List<DecryptionKey> decryptionKeys,
        Set<Concession> concessions) {
    /** The naked eye. */
    public static final InspectionKeys NONE = new InspectionKeys(List.of(), List.of(), Set.of());

    public InspectionKeys {
        certificates = List.copyOf(certificates);
        decryptionKeys = List.copyOf(decryptionKeys);
        concessions = Set.copyOf(concessions);
    }

    /** With these certificates, and nothing to open anything with. */
    public static InspectionKeys of(
            List<TrustedCertificate> certificates, Set<Concession> concessions) {
        return new InspectionKeys(certificates, List.of(), concessions);
    }
}
