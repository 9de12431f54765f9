package dev.latchkey;

import dev.latchkey.cli.CommandLineInterface;
import dev.latchkey.cli.ServerStart;
import dev.latchkey.cryptography.CryptographyProvider;
import dev.latchkey.startup.StartChecks;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;

/** Entry point of the executable jar. Only {@code serve} and {@code demo} start Spring. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int status = CommandLineInterface.run(args, Main::start);
        if (status != ServerStart.RUNNING) {
            System.exit(status);
        }
    }

    private static void start(boolean demo) {
        CryptographyProvider.install();
        SpringApplication application = new SpringApplication(LatchkeyApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.addListeners(new StartChecks());
        if (demo) {
            application.setAdditionalProfiles("demo");
        }
        application.run();
    }
}
