package dev.latchkey.turns;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a method of a bean that may take many seconds of the database's time for a browser, such as one that changes a
 * whole list or imports a file. A few run at once on a node and have the connections of {@link Lane#LONG}; one more
 * waits for a moment and is then refused with {@link Overloaded}. It begins outside of any transaction.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Large {}
