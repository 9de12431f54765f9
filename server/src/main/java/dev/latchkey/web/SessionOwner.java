package dev.latchkey.web;

import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose a session is or was, as one text. */
public final class SessionOwner {
    private SessionOwner() {}

    public static String of(SignedInUser user) {
        return of(user.organization(), user.id());
    }

    public static String of(SignedInOperator operator) {
        return of(operator.id());
    }

    public static String of(OrganizationId organization, UserId user) {
        return organization + "/" + user;
    }

    public static String of(OperatorId operator) {
        return operator.toString();
    }

    /** Of whoever is signed in; nothing for nobody. */
    public static Optional<String> find(@Nullable Object principal) {
        return switch (principal) {
            case SignedInUser user -> Optional.of(of(user));
            case SignedInOperator operator -> Optional.of(of(operator));
            case null, default -> Optional.empty();
        };
    }
}
