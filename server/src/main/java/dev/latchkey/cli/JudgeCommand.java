package dev.latchkey.cli;

import dev.latchkey.cryptography.CryptographyProvider;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code saml judge}: one Response by flags, or many as JSON lines. */
@Command(
        name = "judge",
        description = {
            "Judges a Response against what a connection expects, and prints the verdict as JSON.",
            "With --batch: reads JSON lines and writes one JSON line for each, in order.",
            "Exit status: 0 accepted, or every line of a batch answered; 1 the command failed;"
                    + " 2 the input or the flags can't be used; 3 rejected."
        },
        mixinStandardHelpOptions = true)
final class JudgeCommand implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    Task task = new Task();

    /** Either many questions or one. */
    static final class Task {
        @Option(
                names = "--batch",
                arity = "0..1",
                fallbackValue = Input.STANDARD_INPUT,
                paramLabel = "FILE",
                description = "JSON lines from FILE or the standard input.")
        @Nullable String batch;

        @ArgGroup(exclusive = false)
        @Nullable Single single;
    }

    /** The flags that make up one question. */
    static final class Single extends JudgingFlags {
        @Option(
                names = "--response",
                required = true,
                paramLabel = "FILE|-",
                description = "The Response: XML, or base64 as in the form field.")
        String response = "";

        @Option(
                names = "--certificate",
                required = true,
                paramLabel = "FILE",
                description = "A certificate of the IdP, PEM, base64 or DER; may be repeated.")
        List<String> certificates = new ArrayList<>();

        @Option(
                names = "--sp-entity-id",
                required = true,
                paramLabel = "URI",
                description = "Our entity ID, which must be the audience.")
        String spEntityId = "";

        @Option(
                names = "--acs-url",
                required = true,
                paramLabel = "URL",
                description = "Our assertion consumer service, the destination and recipient.")
        String acsUrl = "";

        @Option(
                names = "--idp-entity-id",
                paramLabel = "URI",
                description = "The IdP's entity ID, the issuer; without it, it is not checked.")
        @Nullable String idpEntityId;

        @Option(
                names = "--request-id",
                paramLabel = "ID",
                description = "The request that must be answered; without it: unsolicited.")
        @Nullable String requestId;

        @Option(
                names = "--now",
                paramLabel = "INSTANT",
                description = "Judge as if it were this instant; without it: now.")
        @Nullable String now;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            if (task.batch != null) {
                judgeMany(task.batch);
                return ExitStatus.GOOD;
            }
            return judgeOne(Objects.requireNonNull(task.single));
        } catch (UnusableInput e) {
            throw new ParameterException(spec.commandLine(), e.sentence(), e);
        }
    }

    @SuppressWarnings("SystemOut") // the answers are this command's result
    private static void judgeMany(String file)
            throws UnusableInput, IOException, InterruptedException {
        CryptographyProvider.install();
        try (InputStream in = Input.open(file)) {
            new Batch(new LineJudge(Clock.systemUTC())).run(in, System.out);
        }
    }

    @SuppressWarnings("SystemOut") // the answer is this command's result
    private static int judgeOne(Single single) throws UnusableInput {
        Verdict verdict = question(single).judge();
        PrintStream out = System.out;
        out.println(Json.MAPPER.writeValueAsString(Answer.of(null, verdict)));
        return verdict instanceof Verdict.Accepted ? ExitStatus.GOOD : ExitStatus.REFUSED;
    }

    private static Question question(Single single) throws UnusableInput {
        KeyFiles files = new KeyFiles();
        QuestionReader reader = new QuestionReader(new KeyRing(), Clock.systemUTC());
        Expectations expectations =
                new Expectations(
                        single.idpEntityId,
                        single.spEntityId,
                        single.acsUrl,
                        single.requestId,
                        single.emailSource(),
                        QuestionReader.signature(single.signature),
                        EncryptionPolicy.ALLOWED,
                        files.certificates(single.certificates),
                        files.decryptionKeys(single.decryptionKeys),
                        QuestionReader.concessions(single.allow),
                        Duration.ofSeconds(QuestionReader.checkedSkew(single.clockSkewSeconds)),
                        false,
                        Limits.MESSAGE);
        byte[] response = Input.read(single.response, KeyFiles.LARGEST_FILE);
        return new Question(GivenMessage.fromFile(response), expectations, reader.now(single.now));
    }
}
