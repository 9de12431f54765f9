package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.DownloadWitness;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Notes who took a file away: it has people's addresses in it, and is read where nothing more is recorded. */
@Component
class TakenFiles implements DownloadWitness {
    private final Audit audit;
    private final TransactionTemplate transaction;

    TakenFiles(Audit audit, TransactionTemplate transaction) {
        this.audit = audit;
        this.transaction = transaction;
    }

    private record Taker(Actor actor, @Nullable OrganizationId organization) {}

    @Override
    public void takes(String path) {
        // The log's own pages note what was asked for besides.
        if (path.endsWith("/audit.csv")) {
            return;
        }
        Taker taker = taker(path);
        transaction.executeWithoutResult(status ->
                audit.record(
                        taker.actor(),
                        taker.organization(),
                        AuditLogAction.FILE_TAKEN,
                        null,
                        null,
                        Map.of("page", path)));
    }

    private static Taker taker(String path) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return switch (authentication == null ? null : authentication.getPrincipal()) {
            case SignedInUser user -> new Taker(Actor.of(user), user.organization());
            case SignedInOperator operator ->
                    new Taker(Actor.of(operator), organization(path).orElse(null));
            case null, default -> throw new IllegalStateException("nobody is signed in");
        };
    }

    private static Optional<OrganizationId> organization(String path) {
        return Stream.of(path.split("/", -1))
                .map(OrganizationId::parse)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
