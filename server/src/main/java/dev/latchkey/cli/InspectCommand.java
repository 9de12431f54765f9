package dev.latchkey.cli;

import dev.latchkey.saml.Limits;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saml inspect}: what a message says, who signed it, and what a connection would make of it. */
@Command(
        name = "inspect",
        description = {
            "Says in plain words what a SAML message or metadata says and who signed it, and with a connection's"
                    + " settings what each check finds and what to change at the IdP.",
            "Takes XML, base64, deflated base64, URL-encoded, a whole URL, or a form's HTML.",
            "A message is judged as of its own IssueInstant, unless --at says another time.",
            "Exit status: 0 looked at, and accepted where settings were given; 1 the command failed;"
                    + " 2 the input is no SAML, or the flags can't be used; 3 rejected, or not readable."
        },
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE|-", description = "The message.")
    String file = "";

    @Option(names = "--json", description = "Write one JSON object.")
    boolean json;

    @Mixin ConnectionFlags flags = new ConnectionFlags();

    @Override
    @SuppressWarnings("SystemOut") // the explanation is this command's result
    public Integer call() {
        try {
            GivenSettings settings = GivenSettings.read(flags, Clock.systemUTC());
            byte[] given = Input.read(file, Limits.METADATA.messageBytes());
            Unwrapped document = Unwrapped.of(given, Limits.METADATA.messageBytes());
            Explanation explanation = Explanation.of(document, settings);
            System.out.println(
                    json
                            ? Json.MAPPER.writeValueAsString(ExplanationJson.of(explanation))
                            : Terminal.safe(ExplanationWords.of(explanation, settings.now())));
            return explanation.wouldBeRejected() ? ExitStatus.REFUSED : ExitStatus.GOOD;
        } catch (UnusableInput e) {
            throw new ParameterException(spec.commandLine(), e.sentence(), e);
        }
    }
}
