/** The server as a process of its own, as somebody starts it who runs it. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.process;
