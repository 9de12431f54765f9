package dev.latchkey.connections;

import dev.latchkey.saml.EmailSource;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold of a connection's details before they are stored. All that fails is told at once. */
final class DetailRules {
    static final int MOST_CERTIFICATES = 20;
    private final List<Problem> problems = new ArrayList<>();

    private DetailRules() {}

    static List<Problem> problems(ConnectionDetails details) {
        DetailRules rules = new DetailRules();
        rules.text(details.name(), 200, ConnectionError.NAME_MISSING);
        rules.text(details.idpEntityId(), 1024, ConnectionError.ENTITY_ID_MISSING);
        rules.seen(details.idpEntityId());
        rules.ssoUrl(details.ssoUrl());
        rules.url(details.sloUrl());
        rules.url(details.sloResponseUrl());
        rules.url(details.logoutRedirectUrl());
        if (details.email() instanceof EmailSource.Attribute(String attribute)) {
            rules.text(attribute, 512, ConnectionError.ATTRIBUTE_MISSING);
            rules.seen(attribute);
        }
        if (details.clockSkewSeconds() < 0
                || details.clockSkewSeconds() > ConnectionDetails.MOST_CLOCK_SKEW_SECONDS) {
            rules.add(ConnectionError.CLOCK_SKEW_OUT_OF_RANGE, null);
        }
        if (details.certificates().isEmpty()) {
            rules.add(ConnectionError.CERTIFICATE_MISSING, null);
        }
        if (details.certificates().size() > MOST_CERTIFICATES) {
            rules.add(ConnectionError.TOO_MANY_CERTIFICATES, null);
        }
        if (details.sloUrl() != null && details.sloBinding() == null) {
            rules.add(ConnectionError.SETTING_UNKNOWN, "the binding of the single logout URL");
        }
        return rules.problems;
    }

    private void text(String text, int most, ConnectionError error) {
        if (text.isBlank()
                || text.length() > most
                || text.chars().anyMatch(Character::isISOControl)) {
            add(error, null);
        }
    }

    /** What is compared letter by letter has nothing in it that nobody sees. */
    private void seen(String text) {
        if (!Visible.text(text).equals(text)) {
            add(ConnectionError.UNSEEN_CHARACTERS, Visible.value(text));
        }
    }

    private void ssoUrl(String url) {
        if (url.isBlank()) {
            add(ConnectionError.URL_MISSING, null);
        } else {
            url(url);
        }
    }

    /** Why an address can't be taken as it was typed; empty where it can. */
    static Optional<Problem> problem(String url) {
        DetailRules rules = new DetailRules();
        rules.url(url);
        return rules.problems.stream().findFirst();
    }

    private void url(@Nullable String url) {
        if (url != null) {
            // With credentials in it, the address is a secret.
            WebAddress.refusal(url)
                    .ifPresent(error ->
                            add(
                                    error,
                                    error == ConnectionError.URL_WITH_CREDENTIALS
                                            ? null
                                            : Visible.value(url)));
        }
    }

    private void add(ConnectionError error, @Nullable String detail) {
        problems.add(new Problem(error, detail));
    }
}
