/**
 * Small things that every module uses: ids (SIDs), Secret, EmailAddress, the clock, results and error codes, encryption
 * of secrets at rest. Owns no table and no rule of the product.
 */
@org.springframework.modulith.ApplicationModule(
        type = org.springframework.modulith.ApplicationModule.Type.OPEN,
        allowedDependencies = {"text", "url"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.shared;
