package dev.latchkey.cli;

import dev.latchkey.shared.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands by their names. How they end: {@link ExitStatus}. */
@Command(
        name = "latchkey",
        description = "Single sign-on for SaaS consoles.",
        subcommands = {SamlCommand.class, HelpCommand.class},
        versionProvider = CommandLineInterface.Itself.class,
        mixinStandardHelpOptions = true)
public final class CommandLineInterface implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    private final ServerStart server;

    private CommandLineInterface(ServerStart server) {
        this.server = server;
    }

    /** Runs one command line. Returns the exit status, or {@link ServerStart#RUNNING}. */
    public static int run(String[] args, ServerStart server) {
        // What starts a server needs no parser, and the parser's classes are none that a JVM keeps
        // from an earlier start.
        return switch (args.length == 1 ? args[0] : "") {
            case "serve" -> start(server, false);
            case "demo" -> start(server, true);
            default -> commandLine(server).execute(args);
        };
    }

    static CommandLine commandLine(ServerStart server) {
        CommandLine line = new CommandLine(new CommandLineInterface(server));
        line.setExecutionExceptionHandler((exception, at, parsed) -> {
            at.getErr().println("Failed: " + exception);
            return ExitStatus.FAILED;
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    @Command(
            name = "serve",
            description =
                    "Starts the server: no sample data, the first operator by a one-time link.")
    int serve() {
        return start(server, false);
    }

    @Command(name = "demo", description = "Starts the server with sample data and a demo IdP.")
    int demo() {
        return start(server, true);
    }

    private static int start(ServerStart server, boolean demo) {
        try {
            server.start(demo);
            return ServerStart.RUNNING;
        } catch (RuntimeException e) {
            // Spring has already logged what went wrong and what to do.
            return ExitStatus.FAILED;
        }
    }

    /** What {@code --version} says. */
    static final class Itself implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Latchkey " + Version.text()};
        }
    }
}
