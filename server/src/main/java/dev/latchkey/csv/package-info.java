/**
 * Reads CSV as people have it: what spreadsheets write, in whatever encoding can be told, with errors that name the line
 * as an editor counts it. Owns no table and knows no more of what the cells mean than how their columns are
 * commonly headed; writing is in {@code web}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.csv;
