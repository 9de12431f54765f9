package dev.latchkey.web;

import java.util.regex.Pattern;

/**
 * A page that takes larger forms than others; a module that has one declares a bean of it.
 *
 * @param mostBytes of a form, where it is less than what the server takes at all
 */
public record UploadPage(Pattern path, long mostBytes) {
    public UploadPage(Pattern path) {
        this(path, Long.MAX_VALUE);
    }

    boolean takes(String form, long bytes) {
        return path.matcher(form).matches() && bytes <= mostBytes;
    }
}
