package dev.latchkey.audit;

import dev.latchkey.shared.SupportRequestId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The customer's request that this thread is working on. Every record that is written meanwhile names it. */
public final class AuditContext {
    private static final String KEY = "request";
    private static final ThreadLocal<@Nullable SupportRequestId> REQUEST = new ThreadLocal<>();

    private AuditContext() {}

    /** From now on, until {@link #clear}; whoever sets it clears it, whatever happens. */
    public static void workOn(SupportRequestId request) {
        REQUEST.set(request);
    }

    public static void clear() {
        REQUEST.remove();
    }

    /** The request that is worked on, if any. */
    public static Optional<SupportRequestId> request() {
        return Optional.ofNullable(REQUEST.get());
    }

    /** The detail, with the request where there is one. What the caller gave under its name stays. */
    static Map<String, ?> with(Map<String, ?> detail) {
        SupportRequestId request = REQUEST.get();
        if (request == null || detail.containsKey(KEY)) {
            return detail;
        }
        Map<String, Object> merged = new LinkedHashMap<>(detail);
        merged.put(KEY, request.toString());
        return merged;
    }
}
