package dev.latchkey;

import org.springframework.boot.SpringApplication;

/** Entry point of the executable jar. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        SpringApplication.run(LatchkeyApplication.class, args);
    }
}
