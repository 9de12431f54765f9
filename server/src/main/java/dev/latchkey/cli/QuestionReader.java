package dev.latchkey.cli;

import dev.latchkey.saml.Concession;
import dev.latchkey.saml.DecryptionKey;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.TrustedCertificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes a {@link Question} of one JSON object of a batch. */
final class QuestionReader {
    static final int DEFAULT_SKEW_SECONDS = 60;
    static final int MOST_SKEW_SECONDS = 300;

    private final KeyRing keyRing;
    private final Clock clock;

    QuestionReader(KeyRing keyRing, Clock clock) {
        this.keyRing = keyRing;
        this.clock = clock;
    }

    Question read(JsonNode line) throws UnusableInput {
        FieldNames.refuseMisspelled(line);
        Expectations expectations =
                new Expectations(
                        text(line, "idpEntityId"),
                        requiredText(line, "spEntityId"),
                        requiredText(line, "acsUrl"),
                        text(line, "requestId"),
                        email(line.get("email")),
                        signature(text(line, "signature")),
                        EncryptionPolicy.ALLOWED,
                        certificates(line),
                        decryptionKeys(line),
                        concessions(texts(line, "allow")),
                        Duration.ofSeconds(skew(line.get("clockSkewSeconds"))),
                        false,
                        Limits.MESSAGE);
        Instant now = now(text(line, "now"));
        return new Question(
                GivenMessage.fromText(requiredText(line, "response")), expectations, now);
    }

    /** @param text an instant of ISO 8601; null is the current one */
    Instant now(@Nullable String text) throws UnusableInput {
        try {
            return text == null ? clock.instant() : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UnusableInput("\"now\" is not an instant such as 2026-01-31T09:30:00Z.");
        }
    }

    static SignaturePolicy signature(@Nullable String policy) throws UnusableInput {
        if (policy == null) {
            return SignaturePolicy.RESPONSE;
        }
        for (SignaturePolicy known : SignaturePolicy.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(policy)) {
                return known;
            }
        }
        throw new UnusableInput("\"signature\" is not one of response, assertion, either, both.");
    }

    static Set<Concession> concessions(List<String> names) throws UnusableInput {
        Set<Concession> concessions = EnumSet.noneOf(Concession.class);
        for (String name : names) {
            Concession concession = Concession.of(name);
            if (concession == null) {
                throw new UnusableInput(
                        "\"allow\" names an exception that does not exist: \"" + name + "\".");
            }
            concessions.add(concession);
        }
        return concessions;
    }

    static int checkedSkew(long seconds) throws UnusableInput {
        if (seconds < 0 || seconds > MOST_SKEW_SECONDS) {
            throw new UnusableInput("\"clockSkewSeconds\" is not between 0 and 300.");
        }
        return (int) seconds;
    }

    private List<TrustedCertificate> certificates(JsonNode line) throws UnusableInput {
        List<String> given = texts(line, "certificates");
        if (given.isEmpty()) {
            throw new UnusableInput("\"certificates\" is missing or empty.");
        }
        List<TrustedCertificate> read = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            read.add(keyRing.certificate(given.get(i), "certificates[" + i + "]"));
        }
        return read;
    }

    private List<DecryptionKey> decryptionKeys(JsonNode line) throws UnusableInput {
        List<String> given = texts(line, "decryptionKeys");
        List<DecryptionKey> read = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            read.add(keyRing.decryptionKey(given.get(i), "decryptionKeys[" + i + "]"));
        }
        return read;
    }

    private static EmailSource email(@Nullable JsonNode email) throws UnusableInput {
        if (email == null || email.isNull()) {
            return new EmailSource.NameId();
        }
        if (email.isObject() && email.size() == 1) {
            if (isTrue(email.get("nameId"))) {
                return new EmailSource.NameId();
            }
            if (isTrue(email.get("anyNameIdFormat"))) {
                return new EmailSource.AnyNameIdFormat();
            }
            String attribute = text(email, "attribute");
            if (attribute != null && !attribute.isEmpty()) {
                return new EmailSource.Attribute(attribute);
            }
        }
        throw new UnusableInput(
                "\"email\" is not {\"nameId\": true}, {\"attribute\": NAME} or"
                        + " {\"anyNameIdFormat\": true}.");
    }

    private static boolean isTrue(@Nullable JsonNode node) {
        return node != null && node.isBoolean() && node.booleanValue();
    }

    private static int skew(@Nullable JsonNode seconds) throws UnusableInput {
        if (seconds == null || seconds.isNull()) {
            return DEFAULT_SKEW_SECONDS;
        }
        if (!seconds.isIntegralNumber() || !seconds.canConvertToInt()) {
            throw new UnusableInput("\"clockSkewSeconds\" is not a whole number.");
        }
        return checkedSkew(seconds.intValue());
    }

    private static List<String> texts(JsonNode line, String field) throws UnusableInput {
        JsonNode list = line.get(field);
        if (list == null || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new UnusableInput("\"" + field + "\" is not a list.");
        }
        List<String> texts = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isString()) {
                throw new UnusableInput(field + "[" + i + "] is not a string.");
            }
            texts.add(list.get(i).stringValue());
        }
        return texts;
    }

    private static @Nullable String text(JsonNode line, String field) throws UnusableInput {
        JsonNode value = line.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new UnusableInput("\"" + field + "\" is not a string.");
        }
        return value.stringValue();
    }

    private static String requiredText(JsonNode line, String field) throws UnusableInput {
        String value = text(line, field);
        if (value == null || value.isBlank()) {
            throw new UnusableInput("\"" + field + "\" is missing or empty.");
        }
        return value;
    }
}
