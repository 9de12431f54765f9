package dev.latchkey.shared;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An environment variable that sets something: what it is called, which property it becomes, and what it may be. The
 * module that uses it declares it ({@link DeclaredSettings}), so that what the start checks, what the code takes and
 * what the table in docs/operations.md says are one thing.
 */
public final class Setting {
    private static final int DIGITS = 9;

    private final String variable;
    private final String property;
    private final String mayBe;
    private final boolean optional;
    private final Rule rule;

    /** The whole sentence, without its full stop, that says why a value can't be used; nothing where it can. */
    @FunctionalInterface
    private interface Rule {
        Optional<String> refusal(Setting setting, String value);
    }

    private Setting(String variable, String property, String mayBe, boolean optional, Rule rule) {
        this.variable = variable;
        this.property = property;
        this.mayBe = mayBe;
        this.optional = optional;
        this.rule = rule;
    }

    /** A whole number in plain digits. */
    public static Setting number(String variable, String property, int least, int most) {
        return of(
                variable,
                property,
                "a whole number from " + least + " to " + most,
                text -> isNumber(text.strip(), least, most));
    }

    private static boolean isNumber(String digits, int least, int most) {
        return digits.length() <= DIGITS
                && !digits.isEmpty()
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(digits) >= least
                && Integer.parseInt(digits) <= most;
    }

    public static Setting flag(String variable, String property) {
        return of(
                variable,
                property,
                "true or false",
                text -> {
                    String word = text.strip().toLowerCase(Locale.ROOT);
                    return word.equals("true") || word.equals("false");
                });
    }

    /**
     * A text of which the module knows what it may be.
     *
     * @param mayBe the end of a sentence, behind "must be"
     */
    public static Setting of(
            String variable, String property, String mayBe, Predicate<String> usable) {
        return new Setting(
                variable,
                property,
                mayBe,
                false,
                (setting, value) ->
                        usable.test(value) ? Optional.empty() : Optional.of(setting.mustBe(value)));
    }

    /**
     * What a reader takes. It throws IllegalArgumentException, with a sentence that begins with the variable and does
     * not end with a full stop, or CannotStart.
     */
    public static Setting read(
            String variable, String property, String mayBe, Consumer<String> reader) {
        return new Setting(
                variable, property, mayBe, false, (setting, value) -> setting.tried(reader, value));
    }

    /** The same, whose values are no one's business: they are never shown. */
    public static Setting secret(
            String variable, String property, String mayBe, Consumer<String> reader) {
        return new Setting(
                variable,
                property,
                mayBe,
                false,
                (setting, value) -> setting.hushed(reader, value));
    }

    /** The same setting, which may be empty, too: then it is not set. */
    public Setting optional() {
        return new Setting(variable, property, mayBe, true, rule);
    }

    public String variable() {
        return variable;
    }

    public String property() {
        return property;
    }

    /** What it may be, as the end of a sentence. */
    public String mayBe() {
        return mayBe;
    }

    /** The sentence, without its full stop, that says why this value can't be used; nothing where it can. */
    public Optional<String> refusal(@Nullable String value) {
        return value == null || (optional && value.isBlank())
                ? Optional.empty()
                : rule.refusal(this, value);
    }

    /** Throws IllegalArgumentException, with that sentence. */
    public void require(Object value) {
        refusal(String.valueOf(value))
                .ifPresent(sentence -> {
                    throw new IllegalArgumentException(sentence);
                });
    }

    private String mustBe(String value) {
        return variable + " is " + Visible.inSingleQuotes(value) + " and must be " + mayBe;
    }

    private Optional<String> tried(Consumer<String> reader, String value) {
        return hushed(reader, value)
                .map(sentence ->
                        sentence.startsWith(variable + " must be ")
                                ? variable
                                        + " is "
                                        + Visible.inSingleQuotes(value)
                                        + " and"
                                        + sentence.substring(variable.length())
                                : sentence);
    }

    private Optional<String> hushed(Consumer<String> reader, String value) {
        try {
            reader.accept(value);
            return Optional.empty();
        } catch (CannotStart e) {
            return Optional.of(e.sentence().replaceAll("\\.$", ""));
        } catch (IllegalArgumentException e) {
            String sentence = String.valueOf(e.getMessage());
            // Another one's words may have the value in them.
            return Optional.of(
                    sentence.startsWith(variable)
                            ? sentence
                            : variable + " can't be used: it must be " + mayBe);
        }
    }

    @Override
    public String toString() {
        return variable;
    }
}
