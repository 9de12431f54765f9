package dev.latchkey.web;

import java.util.regex.Pattern;

/** A page that takes larger files than others; a module that has one declares a bean of it. */
public record UploadPage(Pattern path) {}
