package dev.latchkey.operators;

import dev.latchkey.shared.Secret;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Prints the one-time link for the first operator when the server has started and there is none. It goes to the
 * terminal and not to the log, which others may read.
 */
@Component
@Profile("!demo")
class FirstOperatorLink {
    private final Invitations invitations;
    private final boolean asked;

    FirstOperatorLink(Invitations invitations, Environment environment) {
        this.invitations = invitations;
        this.asked = environment.getProperty("latchkey.operator-link", Boolean.class, false);
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        Optional<Secret> first = invitations.first();
        if (first.isPresent()) {
            print(
                    "There is no operator yet. Make the first one here, within 24 hours:",
                    first.get());
        } else if (asked) {
            print(
                    "LATCHKEY_OPERATOR_LINK asks for a link. It makes one more operator, within 24 hours:",
                    invitations.recovery());
        }
    }

    @SuppressWarnings(
            "SystemOut") // a log is kept and read by others; this is for who starts the server
    private static void print(String sentence, Secret link) {
        System.out.println("\n  " + sentence + "\n\n    " + link.reveal() + "\n");
    }
}
