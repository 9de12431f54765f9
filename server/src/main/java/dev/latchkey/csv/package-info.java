/**
 * Reads CSV as people have it: what spreadsheets write, in any encoding that can be recognized, with errors that give
 * the line number as an editor counts it. Owns no table, and of the cells' meaning knows only which headings their
 * columns commonly have; writing is in {@code web}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.csv;
