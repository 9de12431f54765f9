package dev.latchkey.cli;

import dev.latchkey.saml.Limits;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saml inspect}: what a message says, unverified. */
@Command(
        name = "inspect",
        description = "Prints a SAML message decoded. Verifies nothing.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE|-", description = "The message.")
    String file = "";

    @Override
    @SuppressWarnings("SystemOut") // the message is this command's result
    public Integer call() {
        try {
            byte[] given = Input.read(file, Limits.METADATA.messageBytes());
            Unwrapped unwrapped = Unwrapped.of(given, Limits.METADATA.messageBytes());
            System.out.println(Terminal.safe(new String(unwrapped.xml(), StandardCharsets.UTF_8)));
            return 0;
        } catch (UnusableInput e) {
            throw new ParameterException(spec.commandLine(), e.sentence(), e);
        }
    }
}
