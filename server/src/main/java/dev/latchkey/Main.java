package dev.latchkey;

import dev.latchkey.cli.CommandLineInterface;
import dev.latchkey.cli.ServerStart;
import dev.latchkey.cryptography.CryptographyProvider;
import dev.latchkey.http.LastResort;
import dev.latchkey.startup.StartChecks;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.springframework.aot.AotDetector;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.core.SpringProperties;
import org.springframework.util.ClassUtils;

/** Entry point of the executable jar. Only {@code serve} and {@code demo} start Spring. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Pages, mails and what is printed are English: dates, numbers and letter cases, too.
        Locale.setDefault(Locale.ENGLISH);
        int status = CommandLineInterface.run(args, Main::start);
        if (status != ServerStart.RUNNING) {
            System.exit(status);
        }
    }

    private static void start(boolean demo) {
        LastResort.install();
        // Its library is read while Spring reads the settings; it is there before the first bean.
        CompletableFuture<Void> cryptography =
                CompletableFuture.runAsync(
                        CryptographyProvider::install, task -> Thread.ofPlatform().start(task));
        SpringApplication application = new SpringApplication(LatchkeyApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.addListeners(new StartChecks());
        application.addInitializers(context -> cryptography.join());
        if (demo) {
            application.setAdditionalProfiles("demo");
        } else {
            startAsAssembled(application);
        }
        application.run();
    }

    /** What the build wrote down holds for no profile, which may have beans of its own, as the demo has. */
    private static void startAsAssembled(SpringApplication application) {
        String written = LatchkeyApplication.class.getName() + "__ApplicationContextInitializer";
        boolean profiled =
                System.getenv("SPRING_PROFILES_ACTIVE") != null
                        || System.getProperty("spring.profiles.active") != null;
        if (!profiled
                && SpringProperties.getProperty(AotDetector.AOT_ENABLED) == null
                && ClassUtils.isPresent(written, Main.class.getClassLoader())) {
            SpringProperties.setFlag(AotDetector.AOT_ENABLED);
        }
        application.setMainApplicationClass(LatchkeyApplication.class);
    }
}
