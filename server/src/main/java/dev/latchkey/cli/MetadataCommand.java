package dev.latchkey.cli;

import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.Reason;
import dev.latchkey.saml.TrustedCertificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saml metadata}: what an IdP's metadata says, and what is odd in it. */
@Command(
        name = "metadata",
        description = {
            "Shows what an IdP's metadata says, and what is unusual in it.",
            "Exit status: 0 it can be used; 1 the command failed; 2 it is no metadata, or the flags can't be used;"
                    + " 3 it is metadata that can't be used."
        },
        mixinStandardHelpOptions = true)
final class MetadataCommand implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE|-", description = "The metadata document.")
    String file = "";

    @Override
    @SuppressWarnings("SystemOut") // the description is this command's result
    public Integer call() {
        try {
            byte[] document = Input.read(file, Limits.METADATA.messageBytes());
            IdpMetadata.Reading reading = IdpMetadata.read(document, Limits.METADATA);
            for (String line : describe(reading, Instant.now())) {
                System.out.println(Terminal.safe(line));
            }
            return status(reading);
        } catch (UnusableInput e) {
            throw new ParameterException(spec.commandLine(), e.sentence(), e);
        }
    }

    private static int status(IdpMetadata.Reading reading) {
        return switch (reading) {
            case IdpMetadata.Found(List<IdpMetadata> providers) ->
                    providers.stream().anyMatch(each -> missing(each).isEmpty())
                            ? ExitStatus.GOOD
                            : ExitStatus.REFUSED;
            case IdpMetadata.Unusable unusable ->
                    unusable.reason() == Reason.NOT_METADATA || unusable.reason() == Reason.NOT_XML
                            ? ExitStatus.UNUSABLE
                            : ExitStatus.REFUSED;
        };
    }

    /** What a connection can't be made without. */
    private static List<String> missing(IdpMetadata provider) {
        List<String> missing = new ArrayList<>();
        if (provider.ssoServices().isEmpty()) {
            missing.add("an address to sign in at, by HTTP-Redirect or HTTP-POST");
        }
        if (provider.certificates().isEmpty()) {
            missing.add("a certificate that it signs with");
        }
        return missing;
    }

    /** @param now to tell which certificates have ended */
    static List<String> describe(IdpMetadata.Reading reading, Instant now) {
        List<String> lines = new ArrayList<>();
        switch (reading) {
            case IdpMetadata.Unusable unusable -> describe(unusable, lines);
            case IdpMetadata.Found found -> {
                for (IdpMetadata provider : found.providers()) {
                    describe(provider, now, lines);
                }
            }
        }
        return lines;
    }

    private static void describe(IdpMetadata.Unusable unusable, List<String> lines) {
        lines.add("This document can't be used (" + unusable.reason().code() + ").");
        lines.add("  " + unusable.reason().meaning());
        if (unusable.found() != null) {
            lines.add("  Found: " + unusable.found());
        }
        // The parser's remedies speak of messages, which an IdP sends; metadata is downloaded.
        boolean aboutMetadata =
                switch (unusable.reason()) {
                    case NOT_METADATA, METADATA_WITHOUT_IDP, METADATA_MALFORMED -> true;
                    default -> false;
                };
        lines.add(
                "  "
                        + (aboutMetadata
                                ? unusable.reason().remedy()
                                : "Download the IdP's metadata again, as a file, and leave it as it is."));
    }

    private static void describe(IdpMetadata provider, Instant now, List<String> lines) {
        lines.add("Identity provider " + provider.entityId());
        for (String each : missing(provider)) {
            lines.add("  It can't be used: it lacks " + each + ".");
        }
        if (provider.displayName() != null) {
            lines.add("  Name: " + provider.displayName());
        }
        endpoints("Sign-in", provider.ssoServices(), lines);
        endpoints("Logout", provider.sloServices(), lines);
        for (TrustedCertificate certificate : provider.certificates()) {
            lines.add("  Signing certificate: " + describe(certificate, now));
        }
        if (provider.wantAuthnRequestsSigned()) {
            lines.add("  Wants our requests to be signed.");
        }
        provider.nameIdFormats().forEach(format -> lines.add("  Offers NameID format: " + format));
        for (IdpMetadata.AttributeHint attribute : provider.attributes()) {
            lines.add("  Announces attribute: " + describe(attribute));
        }
        validity(provider, now, lines);
        for (IdpMetadata.Remark remark : provider.remarks()) {
            lines.add("  Note (" + remark.code() + "): " + remark.text());
        }
    }

    private static void endpoints(
            String purpose, List<IdpMetadata.Endpoint> endpoints, List<String> lines) {
        for (IdpMetadata.Endpoint endpoint : endpoints) {
            String answers =
                    endpoint.responseLocation() == null
                            ? ""
                            : " (answers go to " + endpoint.responseLocation() + ")";
            lines.add(
                    "  "
                            + purpose
                            + " by "
                            + endpoint.binding()
                            + ": "
                            + endpoint.location()
                            + answers);
        }
    }

    private static String describe(TrustedCertificate certificate, Instant now) {
        String dates = "valid " + certificate.notBefore() + " to " + certificate.notAfter();
        String warning = "";
        if (now.isAfter(certificate.notAfter())) {
            warning = ", HAS ENDED";
        } else if (now.isBefore(certificate.notBefore())) {
            warning = ", HAS NOT BEGUN";
        }
        return "SHA-256 "
                + certificate.sha256()
                + ", "
                + certificate.keyWords()
                + ", "
                + dates
                + warning;
    }

    private static String describe(IdpMetadata.AttributeHint attribute) {
        return attribute.friendlyName() == null
                ? attribute.name()
                : attribute.name() + " (" + attribute.friendlyName() + ")";
    }

    private static void validity(IdpMetadata provider, Instant now, List<String> lines) {
        Instant until = provider.validUntil();
        if (until != null) {
            lines.add("  Valid until " + until + (now.isBefore(until) ? "" : ", WHICH IS OVER"));
        }
    }
}
