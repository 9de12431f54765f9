/**
 * What stands around every page: the navigation, to which each module brings its entries, the page where a visit starts,
 * and the page that says what went wrong.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"shared", "url", "http", "web"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.shell;
