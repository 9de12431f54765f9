package dev.latchkey;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server's Spring context: every package below this one is a module. */
@SpringBootApplication
public class LatchkeyApplication {}
