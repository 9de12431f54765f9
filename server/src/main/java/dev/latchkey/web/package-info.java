/**
 * Who may come to which path, the security headers, and the form of what arrives, alike for all pages. Owns no feature.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"shared", "turns", "url", "http"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.web;
