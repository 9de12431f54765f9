package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.WrongAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.postgresql.copy.CopyOut;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A connection comes back as it went, or never. */
@OutOfStep
@NullUnmarked
class BareConnectionsTest {
    private static final String MANY = "copy (select generate_series(1, 200000)) to stdout";

    @Autowired private BareConnections bare;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;

    @Test
    void whatIsCopiedComesWholeOnAConnectionThatIsUsedOn() {
        int before = backend();
        List<String> rows = new ArrayList<>();
        assertThat(
                        bare.copyOut(
                                "copy (select n from generate_series(1, 3) n) to stdout",
                                row -> rows.add(new String(row, StandardCharsets.UTF_8))))
                .isEqualTo(3);
        assertThat(rows).containsExactly("1\n", "2\n", "3\n");
        assertThat(backend()).isEqualTo(before);
    }

    @Test
    void aCopyThatIsBrokenOffByAnErrorLeavesNoConnectionBehind() {
        int[] used = {0};
        assertThatThrownBy(() ->
                        transaction.execute(status -> {
                            used[0] = backend();
                            return bare.copyOut(
                                    MANY,
                                    row -> {
                                        throw new StackOverflowError("in the middle");
                                    });
                        }))
                .isInstanceOf(Throwable.class);
        assertGone(used[0]);
    }

    @Test
    void aCopyThatIsCancelledLeavesNoConnectionBehind() {
        int[] used = {0};
        assertThatThrownBy(() ->
                        transaction.execute(status -> {
                            used[0] = backend();
                            return bare.use(connection -> {
                                CopyOut copy = connection.getCopyAPI().copyOut(MANY);
                                copy.readFromCopy();
                                copy.cancelCopy();
                                return 0;
                            });
                        }))
                .isInstanceOf(RuntimeException.class);
        assertGone(used[0]);
    }

    @Test
    void aThreadThatIsInterruptedInTheMiddleLeavesNoConnectionOutOfStep() throws Exception {
        for (int i = 0; i < 5; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            Thread reader =
                    Thread.ofVirtual()
                            .unstarted(() -> {
                                try {
                                    bare.copyOut(MANY, row -> begun.countDown());
                                } catch (RuntimeException broken) {
                                    // As good as read to its end.
                                }
                            });
            reader.start();
            begun.await();
            reader.interrupt();
            reader.join();
        }
        assertInStep();
    }

    @Test
    void linesThatTheDatabaseRefusesLeaveNothingInTheirTableNorAConnectionOutOfStep() {
        jdbc.sql("create table bare_lines (number integer)").update();
        String sql = "copy bare_lines (number) from stdin";
        assertThat(bare.copyIn(sql, "1\n2\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> bare.copyIn(sql, "3\nfour\n".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(jdbc.sql("select count(*) from bare_lines").query(Integer.class).single())
                .isEqualTo(2);
        assertInStep();
    }

    @Test
    void aWrongAnswerEndsTheConnectionThatGaveIt() {
        int[] used = {0};
        UUID asked = UUID.randomUUID();
        assertThatThrownBy(() ->
                        jdbc.sql("select gen_random_uuid() as id, pg_backend_pid() as backend")
                                .query((row, number) -> {
                                    used[0] = row.getInt("backend");
                                    return Asked.key("id", asked).answers().mapRow(row, number);
                                })
                                .single())
                .isInstanceOf(WrongAnswer.class);
        assertGone(used[0]);
    }

    private int backend() {
        return jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
    }

    private void assertGone(int backend) {
        assertThat(backend).isNotZero();
        assertThat(backend()).isNotEqualTo(backend);
        assertInStep();
    }

    private void assertInStep() {
        for (int i = 0; i < 50; i++) {
            assertThat(jdbc.sql("select ?").param(i).query(Integer.class).single()).isEqualTo(i);
        }
    }
}
