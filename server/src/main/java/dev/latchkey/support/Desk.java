package dev.latchkey.support;

import dev.latchkey.shared.OperatorId;
import dev.latchkey.support.SupportRequest.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The queue over all organizations: whoever has waited longest for an answer comes first. */
@Component
class Desk {
    private final JdbcClient jdbc;

    Desk(JdbcClient jdbc) {
        this.jdbc = jdbc;
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

        private String order() {
            return this == CLOSED ? "closed_at desc, id" : "waiting_since, opened_at, id";
        }

        static Optional<View> of(String name) {
            return Stream.of(values()).filter(each -> each.name().equals(name)).findFirst();
        }
    }

    Page<SupportRequest> page(View view, @Nullable Kind kind, OperatorId operator, int wanted) {
        String condition = view.condition + (kind == null ? "" : " and kind = :kind");
        Map<String, Object> values =
                Map.of("operator", operator.value(), "kind", kind == null ? "" : kind.name());
        long total =
                jdbc.sql("select count(*) from support_request where " + condition)
                        .params(values)
                        .query(Long.class)
                        .single();
        int number = Page.within(total, wanted);
        List<SupportRequest> items =
                jdbc.sql(
                                """
                                select * from support_request where %s order by %s limit :size offset :offset
                                """
                                        .formatted(condition, view.order()))
                        .params(values)
                        .param("size", Page.SIZE)
                        .param("offset", Page.offset(number))
                        .query(RequestStore::read)
                        .list();
        return new Page<>(items, total, number);
    }
}
