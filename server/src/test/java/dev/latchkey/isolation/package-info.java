/** That nobody reaches what is not theirs, on every route that there is. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.isolation;
