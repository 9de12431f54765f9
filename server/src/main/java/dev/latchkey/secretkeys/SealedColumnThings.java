package dev.latchkey.secretkeys;

import dev.latchkey.secrets.KeyedThings;
import dev.latchkey.secrets.SealedColumn;
import dev.latchkey.secrets.SecretBox;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.springframework.transaction.support.TransactionTemplate;

/** The values of one column, to be sealed again. */
final class SealedColumnThings implements KeyedThings {
    private static final int AT_ONCE = 200;

    private final SealedColumn column;
    private final SealedValues values;
    private final Faults faults;
    private final SecretBox box;
    private final TransactionTemplate transaction;

    SealedColumnThings(
            SealedColumn column,
            SealedValues values,
            Faults faults,
            SecretBox box,
            TransactionTemplate transaction) {
        this.column = column;
        this.values = values;
        this.faults = faults;
        this.box = box;
        this.transaction = transaction;
    }

    @Override
    public String what() {
        return column.what();
    }

    @Override
    public Map<String, Long> byKey() {
        return values.count(column);
    }

    @Override
    public long renew(String key, BooleanSupplier stop) {
        long done = 0;
        List<SealedValues.Value> some = values.after(column, key, List.of(), AT_ONCE);
        while (!some.isEmpty() && !stop.getAsBoolean()) {
            List<SealedValues.Value> batch = some;
            done +=
                    Objects.requireNonNull(
                            transaction.execute(
                                    status -> batch.stream().filter(this::renew).count()));
            some = values.after(column, key, some.getLast().row(), AT_ONCE);
        }
        return done;
    }

    private boolean renew(SealedValues.Value value) {
        return switch (box.open(value.sealed())) {
            case Result.Ok<byte[]>(byte[] plain) -> {
                byte[] sealed = box.seal(column, plain);
                Arrays.fill(plain, (byte) 0);
                yield values.replace(column, value, sealed);
            }
            case Result.Refused<byte[]>(List<Problem> problems) -> {
                faults.note(column, value, problems.getFirst().code());
                yield false;
            }
        };
    }
}
