package dev.latchkey.audit;

import dev.latchkey.http.ClientAddress;
import dev.latchkey.shared.SupportRequestId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What a thread is doing, as far as every record that it writes should say so: the customer's request that it is working
 * on, and the network address of whoever asked for it.
 */
public final class AuditContext {
    private static final String KEY = "request";
    private static final ThreadLocal<@Nullable SupportRequestId> REQUEST = new ThreadLocal<>();
    private static final ScopedValue<String> ADDRESS = ScopedValue.newInstance();

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

    /** Does some work on behalf of somebody at this network address whose own request has been answered by then. */
    public static void onBehalfOf(String address, Runnable work) {
        ScopedValue.where(ADDRESS, address).run(work);
    }

    /** The network address of whoever asked for what this thread does; null where nobody did, as in a job. */
    static @Nullable String address() {
        if (ADDRESS.isBound()) {
            return ADDRESS.get();
        }
        return RequestContextHolder.getRequestAttributes()
                        instanceof ServletRequestAttributes attributes
                ? ClientAddress.of(attributes.getRequest()).toString()
                : null;
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
