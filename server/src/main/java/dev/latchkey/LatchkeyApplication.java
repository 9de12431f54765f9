package dev.latchkey;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server's Spring context: every package below this one is a module. */
@SpringBootApplication
public class LatchkeyApplication {

    /** For the build alone, which writes this context down as code. A server is started by {@link Main}. */
    static void main() {
        new SpringApplication(LatchkeyApplication.class).run();
    }
}
