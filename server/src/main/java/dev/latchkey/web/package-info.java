/**
 * The page shell, error pages and security headers that all pages share. Owns no feature.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared", "turns", "url", "http"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.web;
