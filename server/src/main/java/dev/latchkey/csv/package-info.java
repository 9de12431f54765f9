/**
 * Reads CSV as people have it: what spreadsheets write, in whatever encoding can be told, with errors that name the line
 * as an editor counts it. Owns no table and does not know what the cells mean; writing is in {@code web}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.csv;
