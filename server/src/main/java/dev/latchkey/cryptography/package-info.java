/**
 * Which implementation of cryptography this process uses: Amazon's Corretto provider if its library loads, otherwise
 * the JDK's own. Owns the choice, and the line at the start and the health detail that show it; knows nothing about
 * keys or messages.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package dev.latchkey.cryptography;
