/** Which characters can't be seen, for everybody who shows or compares text. Knows nothing of what it says. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.text;
