/**
 * Small things that every module speaks with: ids (SIDs), Secret, EmailAddress, the clock, results and error codes. Owns
 * no table and no rule of the product.
 */
@org.springframework.modulith.ApplicationModule(
        type = org.springframework.modulith.ApplicationModule.Type.OPEN,
        allowedDependencies = {"text", "turns", "url"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.shared;
