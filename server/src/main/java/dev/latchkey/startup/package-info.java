/**
 * What can stand in the way of a start, found early and said in plain words to whoever starts the server. Owns no
 * setting and no bean.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.startup;
