package dev.latchkey.cli;

import dev.latchkey.saml.Concession;
import dev.latchkey.saml.EmailSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a message may be judged by beside the parties: the same for every command that judges one. */
abstract class JudgingFlags {
    @Option(
            names = "--clock-skew-seconds",
            paramLabel = "0-300",
            description = "How far the clocks may differ; without it: 60.")
    int clockSkewSeconds = QuestionReader.DEFAULT_SKEW_SECONDS;

    @Option(
            names = "--signature",
            paramLabel = "POLICY",
            description = "What must be signed: response (default), assertion, either, both.")
    @Nullable String signature;

    @Option(
            names = "--decryption-key",
            paramLabel = "FILE",
            description = "Our RSA private key in PEM; may be repeated.")
    List<String> decryptionKeys = new ArrayList<>();

    @Option(
            names = "--allow",
            split = ",",
            paramLabel = "NAME",
            completionCandidates = Exceptions.class,
            description = "An exception for an old IdP: ${COMPLETION-CANDIDATES}; may be repeated.")
    List<String> allow = new ArrayList<>();

    /** The names of those that there are. */
    static final class Exceptions implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Concession.values()).map(Concession::id).iterator();
        }
    }

    @ArgGroup @Nullable Email email;

    /** Where the email stands; without any of these it is the NameID with the format for emails. */
    static final class Email {
        @Option(
                names = "--email-attribute",
                paramLabel = "NAME",
                description = "The email is the value of this attribute.")
        @Nullable String attribute;

        @Option(
                names = "--any-name-id-format",
                description = "The email is the NameID, whatever its format.")
        boolean anyNameIdFormat;
    }

    EmailSource emailSource() {
        if (email == null) {
            return new EmailSource.NameId();
        }
        return email.attribute == null
                ? new EmailSource.AnyNameIdFormat()
                : new EmailSource.Attribute(email.attribute);
    }
}
