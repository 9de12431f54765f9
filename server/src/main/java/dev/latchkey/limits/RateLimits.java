package dev.latchkey.limits;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Tokens;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** How often somebody may try; the counts are in the database, so that they hold over all nodes. */
@Component
public class RateLimits {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int PER_ADDRESS = 10;
    private static final int PER_IP = 100;

    private final ProxyManager<Long> buckets;

    public RateLimits(DataSource dataSource) {
        this.buckets =
                Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
                        .table("rate_limit")
                        .expirationAfterWrite(
                                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                                        Duration.ofMinutes(1)))
                        .build();
    }

    /** Counts an attempt on this address from this place; false when there were too many. Known or not, alike. */
    public boolean allow(String purpose, EmailAddress address, String ip) {
        return take(purpose + "|ip|" + ip, PER_IP)
                && take(purpose + "|address|" + address.key(), PER_ADDRESS);
    }

    /** Counts something that comes from or concerns this place; false when there was too much of it. */
    public boolean allow(String purpose, String place, int limit) {
        return take(purpose + "|place|" + place, limit);
    }

    private boolean take(String key, int limit) {
        long id = ByteBuffer.wrap(Tokens.hash(key)).getLong();
        return buckets.builder().build(id, () -> configuration(limit)).tryConsume(1);
    }

    private static BucketConfiguration configuration(int limit) {
        return BucketConfiguration.builder()
                .addLimit(bandwidth -> bandwidth.capacity(limit).refillGreedy(limit, WINDOW))
                .build();
    }
}
