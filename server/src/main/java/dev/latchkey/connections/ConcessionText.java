package dev.latchkey.connections;

import dev.latchkey.saml.Concession;
import java.util.Arrays;
import java.util.List;

/** A concession in words, for who has to decide about it. */
record ConcessionText(String id, String meaning) {
    static List<ConcessionText> all() {
        return Arrays.stream(Concession.values())
                .map(each -> new ConcessionText(each.id(), meaning(each)))
                .toList();
    }

    private static String meaning(Concession concession) {
        return switch (concession) {
            case SHA1 -> "signatures made with SHA-1";
            case RSA1024 -> "RSA keys of 1024 bits and more";
            case AES_CBC -> "assertions encrypted with AES-CBC";
            case RSA_1_5 -> "content keys encrypted with RSA PKCS#1 v1.5";
            case NO_DESTINATION -> "a Response that names no Destination";
            case EMPTY_REFERENCE_URI -> "a signature that refers to the whole document";
        };
    }
}
