package dev.latchkey.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A connection's settings as flags, none of them needed: what is missing is not checked. */
final class ConnectionFlags extends JudgingFlags {
    @Option(
            names = "--metadata",
            paramLabel = "FILE",
            description = "The IdP's metadata, for its entity ID and certificates.")
    @Nullable String metadata;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "A certificate of the IdP, PEM, base64 or DER; may be repeated.")
    List<String> certificates = new ArrayList<>();

    @Option(
            names = {"--sp-entity-id", "--entity-id", "--audience"},
            paramLabel = "URI",
            description = "Our entity ID, which must be the audience.")
    @Nullable String spEntityId;

    @Option(
            names = {"--acs-url", "--acs"},
            paramLabel = "URL",
            description = "Our assertion consumer service, the destination and recipient.")
    @Nullable String acsUrl;

    @Option(
            names = {"--slo-url", "--slo"},
            paramLabel = "URL",
            description = "Our single logout service, the destination of logout messages.")
    @Nullable String sloUrl;

    @Option(
            names = "--idp-entity-id",
            paramLabel = "URI",
            description = "The IdP's entity ID; chooses among several in the metadata.")
    @Nullable String idpEntityId;

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "The request that must be answered; without it, the claim is taken.")
    @Nullable String requestId;

    @Option(
            names = {"--now", "--at"},
            paramLabel = "INSTANT",
            description =
                    "Judge as if it were this instant; without it, inspect takes the message's own IssueInstant, judge takes now.")
    @Nullable String now;
}
