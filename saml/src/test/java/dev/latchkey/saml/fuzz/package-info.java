/**
 * Fuzz targets for Jazzer. A usual test run puts the fixtures and the findings of old through them; {@code ./latchkey
 * test --slow} fuzzes each for ten minutes, or for {@code -Dfuzz.duration}.
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey.saml.fuzz;
