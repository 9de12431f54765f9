package dev.latchkey.shared;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What of the database is a module's. Nobody else's SQL names it, but for the views and functions that the module
 * publishes: those may be read wherever the module itself may be used (ADR 25). Everything in the schema has one owner;
 * a test holds the SQL of all modules to it.
 */
@Target(ElementType.PACKAGE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Tables {
    /** Tables, and views and functions for the module's own use. */
    String[] own();

    /** Views and functions for others to read. */
    String[] published() default {};
}
