package dev.latchkey.connections;

import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.TrustedCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What newer metadata of its IdP would change in a connection, in lines for the person who confirms it. */
final class MetadataDifference {
    private final List<String> lines = new ArrayList<>();

    private MetadataDifference() {}

    static List<String> lines(ConnectionDetails now, ConnectionForm then, IdpMetadata idp) {
        MetadataDifference difference = new MetadataDifference();
        difference.certificates(now.certificates(), idp.certificates());
        difference.changed("The sign-on URL", now.ssoUrl(), then.ssoUrl());
        difference.changed("The sign-on binding", now.ssoBinding().name(), then.ssoBinding());
        difference.changed("The single logout URL", now.sloUrl(), then.sloUrl());
        difference.changed(
                "The single logout response URL", now.sloResponseUrl(), then.sloResponseUrl());
        return List.copyOf(difference.lines);
    }

    private void certificates(List<TrustedCertificate> now, List<TrustedCertificate> then) {
        for (TrustedCertificate each : then) {
            boolean kept = holds(now, each);
            lines.add((kept ? "Kept: " : "Added: ") + described(each));
        }
        now.stream()
                .filter(each -> !holds(then, each))
                .forEach(each -> lines.add("Removed: " + described(each)));
    }

    private static boolean holds(List<TrustedCertificate> all, TrustedCertificate one) {
        return all.stream().anyMatch(each -> each.sha256().equals(one.sha256()));
    }

    private static String described(TrustedCertificate certificate) {
        return "the certificate "
                + certificate.sha256()
                + ", until "
                + certificate.notAfter().toString().substring(0, 10);
    }

    private void changed(String what, @Nullable String now, String then) {
        String before = Objects.requireNonNullElse(now, "");
        if (!before.equals(then)) {
            lines.add(
                    what
                            + ": "
                            + (before.isEmpty() ? "none" : before)
                            + " becomes "
                            + (then.isEmpty() ? "none" : then));
        }
    }
}
