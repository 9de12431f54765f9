package dev.latchkey.support;

import dev.latchkey.audit.Actor;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a customer asked for.
 *
 * @param owner the operator who looks after it, null for nobody yet
 * @param waitingSince since when the customer waits for an answer, null where they don't
 * @param closedAt null while it is open
 */
public record SupportRequest(
        OrganizationId organization,
        SupportRequestId id,
        Kind kind,
        State state,
        String subject,
        Channel channel,
        Actor opener,
        @Nullable Owner owner,
        Instant openedAt,
        @Nullable Instant waitingSince,
        @Nullable Instant closedAt) {

    /** The operator who looks after a request, and how they were called when they began to. */
    public record Owner(OperatorId id, String name) {}

    /** What it is about. */
    public enum Kind {
        SET_UP_SSO("Set up SSO"),
        ENABLE_USERS("Enable SSO for users"),
        DISABLE_USERS("Disable SSO for users"),
        OTHER("Something else");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** Whether it asks for more SSO (A1). Less of it is for everybody, also after a change of the edition. */
        boolean needsSso() {
            return this == SET_UP_SSO || this == ENABLE_USERS;
        }

        static Optional<Kind> of(String name) {
            return Stream.of(values()).filter(each -> each.name().equals(name)).findFirst();
        }
    }

    /** Whose turn it is, or how it ended. */
    public enum State {
        WAITING_FOR_SUPPORT,
        WAITING_FOR_CUSTOMER,
        DONE,
        CANCELLED;

        public boolean open() {
            return this == WAITING_FOR_SUPPORT || this == WAITING_FOR_CUSTOMER;
        }

        /** What is closed can only be reopened, and then waits for support. */
        boolean leadsTo(State next) {
            return open() ? next != this : next == WAITING_FOR_SUPPORT;
        }

        static Optional<State> of(String name) {
            return Stream.of(values()).filter(each -> each.name().equals(name)).findFirst();
        }
    }

    /** How it came. */
    public enum Channel {
        PORTAL("in Latchkey"),
        PHONE("by phone"),
        MAIL("by mail"),
        CHAT("by chat"),
        MEETING("in a meeting"),
        OTHER("in another way");

        private final String label;

        Channel(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        static Optional<Channel> of(String name) {
            return Stream.of(values()).filter(each -> each.name().equals(name)).findFirst();
        }
    }

    public boolean open() {
        return state.open();
    }

    public boolean ownedBy(OperatorId operator) {
        return owner != null && owner.id().equals(operator);
    }

    /** Whether an operator wrote it down for the customer. */
    public boolean onBehalf() {
        return opener.kind() == Actor.Kind.OPERATOR;
    }
}
