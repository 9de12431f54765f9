/**
 * Which implementation of cryptography this process uses: Amazon's Corretto provider where its library loads, else the
 * JDK's own. Owns the choice, the line at start and the health detail that tell it; knows nothing of keys or messages.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package dev.latchkey.cryptography;
