/**
 * Long lists as pages show them, a part at a time: what was asked for, by what it is sorted, and where the next part begins.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.listing;
