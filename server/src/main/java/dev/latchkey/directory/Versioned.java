package dev.latchkey.directory;

/** Something together with the version that a form is filled from. */
record Versioned<T>(T value, int version) {}
