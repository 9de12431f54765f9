package dev.latchkey.demo;

import dev.latchkey.shared.Secret;

/** What the demo prints for everybody to use; never anywhere but in sample data. */
final class SampleLogin {
    static final String OPERATOR = "olivia@vendor.example";
    static final String OPERATOR_NAME = "Olivia Operator";
    static final String PASSWORD = "a sample password";

    private SampleLogin() {}

    static Secret password() {
        return new Secret(PASSWORD);
    }
}
