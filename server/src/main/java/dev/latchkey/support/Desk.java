package dev.latchkey.support;

import dev.latchkey.listing.Listing;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.SortKey;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.support.SupportRequest.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The queue over all organizations: whoever has waited longest for an answer comes first. */
@Component
class Desk {
    private static final String OF_KIND = "kind = :kind";

    private final Listing listing;

    Desk(Listing listing) {
        this.listing = listing;
    }

    /** Which requests of the queue. */
    enum View {
        OPEN("All open", "closed_at is null"),
        MINE("Mine", "closed_at is null and owner_id = :operator"),
        UNOWNED("Nobody's", "closed_at is null and owner_id is null"),
        CLOSED("Closed", "closed_at is not null");

        private final String label;
        private final String condition;

        View(String label, String condition) {
            this.label = label;
            this.condition = condition;
        }

        public String label() {
            return label;
        }

        private List<SortKey> order() {
            return this == CLOSED
                    ? List.of(SortKey.time("closed_at").newestFirst(), SortKey.id("id"))
                    : List.of(
                            SortKey.time("coalesce(waiting_since, timestamptz 'infinity')"),
                            SortKey.time("opened_at"),
                            SortKey.id("id"));
        }

        static Optional<View> of(String name) {
            return Stream.of(values()).filter(each -> each.name().equals(name)).findFirst();
        }
    }

    Part<SupportRequest> part(View view, @Nullable Kind kind, OperatorId operator, Wanted wanted) {
        Map<String, Object> values =
                Map.of("operator", operator.value(), "kind", kind == null ? "" : kind.name());
        Listing.Query<SupportRequest> all = query(view, "", values);
        return kind == null
                ? listing.part(all, wanted)
                : listing.part(query(view, " and " + OF_KIND, values), all, OF_KIND, wanted);
    }

    private static Listing.Query<SupportRequest> query(
            View view, String condition, Map<String, Object> values) {
        return new Listing.Query<>(
                "*",
                "from support_request where " + view.condition + condition,
                values,
                view.order(),
                RequestStore::read);
    }
}
