/**
 * Where each user stands toward a connection on the way from a password to SSO. Implements login's SignInPolicy.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"shared", "login", "connections", "directory", "audit", "web"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.rollout;
