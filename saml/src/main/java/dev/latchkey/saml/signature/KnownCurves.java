package dev.latchkey.saml.signature;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.stream.Stream;

/** The curves that are known, by all of their parameters: one of the same size, or with another generator, is not. */
final class KnownCurves {
    private static final List<ECParameterSpec> KNOWN =
            Stream.of("secp256r1", "secp384r1", "secp521r1").map(KnownCurves::named).toList();

    private KnownCurves() {}

    private static ECParameterSpec named(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has " + name, e);
        }
    }

    static boolean include(ECParameterSpec curve) {
        for (ECParameterSpec known : KNOWN) {
            if (known.getCurve().equals(curve.getCurve())
                    && known.getGenerator().equals(curve.getGenerator())
                    && known.getOrder().equals(curve.getOrder())
                    && known.getCofactor() == curve.getCofactor()) {
                return true;
            }
        }
        return false;
    }
}
