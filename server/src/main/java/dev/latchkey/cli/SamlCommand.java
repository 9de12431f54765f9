package dev.latchkey.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The SAML core's commands. */
@Command(
        name = "saml",
        description = "Looks at SAML messages and judges them, without a server.",
        subcommands = {InspectCommand.class, JudgeCommand.class, MetadataCommand.class},
        mixinStandardHelpOptions = true)
final class SamlCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Name a command: inspect, judge or metadata.");
    }
}
