/**
 * How bytes get in and out of the server: how many connections are open at once, how slow a client may be before its
 * connection is closed, whom a request comes from, and where this server is. Owns Tomcat's connector, and no page.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared", "url"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.http;
