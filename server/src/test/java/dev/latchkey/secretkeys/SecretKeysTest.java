package dev.latchkey.secretkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.audit.Audit;
import dev.latchkey.secrets.KeyedThings;
import dev.latchkey.secrets.SealedColumn;
import dev.latchkey.secrets.SecretError;
import dev.latchkey.shared.CannotStart;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Tokens;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Servers with their keys on a real database, each test on one of its own. */
class SecretKeysTest {
    private static final SealedColumn KEYS =
            new SealedColumn(
                    "connection_key",
                    "private_key",
                    "private keys",
                    true,
                    List.of(
                            new SealedColumn.KeyColumn("organization_id", "uuid"),
                            new SealedColumn.KeyColumn("connection_id", "uuid"),
                            new SealedColumn.KeyColumn("id", "uuid")));
    private static final SealedColumn MESSAGES =
            new SealedColumn(
                    "sign_in_failure",
                    "message",
                    "messages",
                    false,
                    List.of(new SealedColumn.KeyColumn("reference", "text")));
    private static final EmbeddedPostgres SERVER = start();

    private final DataSource database = create();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database));
    private final SealedValues values = new SealedValues(jdbc, List.of(KEYS, MESSAGES));
    private final KeyStore store = new KeyStore(jdbc);
    private final KeyCheck check = new KeyCheck(store, values, transaction);

    @TempDir private Path folder;

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder().start();
            JdbcClient.create(server.getPostgresDatabase())
                    .sql("create database migrated")
                    .update();
            Flyway.configure()
                    .dataSource(server.getDatabase("postgres", "migrated"))
                    .load()
                    .migrate();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataSource create() {
        String name = "keys_" + UUID.randomUUID().toString().replace("-", "");
        JdbcClient.create(SERVER.getPostgresDatabase())
                .sql("create database " + name + " template migrated")
                .update();
        return SERVER.getDatabase("postgres", name);
    }

    /** The setting with the keys of these names. */
    private static String keys(String... names) {
        List<String> all = new ArrayList<>();
        for (String name : names) {
            all.add(
                    name
                            + ":"
                            + Base64.getEncoder().encodeToString(Tokens.hash("the key " + name)));
        }
        return String.join(",", all);
    }

    private Node begin(String server, @Nullable String given, String... lost) {
        return check.enter(given, new KeyFile(folder.resolve(server)), Set.of(lost), server);
    }

    private CannotStart refused(String server, @Nullable String given, String... lost) {
        return assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> begin(server, given, lost))
                .actual();
    }

    private void end(Node node) {
        store.leave(node.id());
    }

    private Heartbeat heartbeat(Node node) {
        return new Heartbeat(node, store, check);
    }

    private String sealMessage(Node node, String text) {
        String reference = UUID.randomUUID().toString();
        insertMessage(reference, node.box().seal(MESSAGES, text.getBytes(StandardCharsets.UTF_8)));
        return reference;
    }

    private void insertMessage(String reference, byte[] sealed) {
        jdbc.sql(
                        """
                        insert into sign_in_failure (reference, at, code, message, expires_at)
                        values (?, now(), 'wrong_credentials', ?, now() + interval '30 days')
                        """)
                .params(reference, sealed)
                .update();
    }

    private UUID sealPrivateKey(Node node, String text) {
        UUID id = UUID.randomUUID();
        byte[] sealed = node.box().seal(KEYS, text.getBytes(StandardCharsets.UTF_8));
        transaction.executeWithoutResult(status -> {
            // Without the connection that it belongs to.
            jdbc.sql("set local session_replication_role = replica").update();
            jdbc.sql(
                            """
                            insert into connection_key (organization_id, connection_id, id, certificate, private_key,
                                created_at)
                            values (gen_random_uuid(), gen_random_uuid(), ?, '', ?, now())
                            """)
                    .params(id, sealed)
                    .update();
        });
        return id;
    }

    private String opened(Node node, Object id) {
        String sql =
                id instanceof UUID
                        ? "select private_key from connection_key where id = ?"
                        : "select message from sign_in_failure where reference = ?";
        byte[] sealed = jdbc.sql(sql).param(id).query(byte[].class).single();
        return node.box().open(sealed) instanceof Result.Ok<byte[]>(byte[] plain)
                ? new String(plain, StandardCharsets.UTF_8)
                : "shut";
    }

    private Faults faults(Node node) {
        return new Faults(jdbc, values, node.box());
    }

    private KeyRenewal renewal(Node node, KeyedThings... more) {
        try (AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext()) {
            context.registerBean(JdbcClient.class, () -> jdbc);
            context.registerBean(Clock.class, Clock::systemUTC);
            context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
            context.registerBean(Audit.class);
            context.refresh();
            return new KeyRenewal(
                    node,
                    store,
                    check,
                    values,
                    faults(node),
                    context.getBean(Audit.class),
                    transaction,
                    List.of(more));
        }
    }

    /** As if nobody had sealed with it for as long as anything can be on its way. */
    private void someTimeAfter(String key) {
        jdbc.sql("update secret_key set sealing_at = now() - interval '10 minutes' where id = ?")
                .param(key)
                .update();
    }

    private List<String> recorded() {
        return jdbc.sql("select action from audit_record order by at, id")
                .query(String.class)
                .list();
    }

    /** As an older version leaves it: what is sealed, and nothing of the keys. */
    private void fromBefore() {
        jdbc.sql("delete from secret_key").update();
        jdbc.sql("delete from secret_key_node").update();
    }

    @Test
    void whereTheKeyIsGoneTheStartEndsAndNoOtherKeyIsMade() throws Exception {
        Node first = begin("a", null);
        sealPrivateKey(first, "secret");
        end(first);
        String id = first.wants();
        Files.move(folder.resolve("a/secret.key"), folder.resolve("away"));

        CannotStart refusal = refused("a", null);

        assertThat(refusal.sentence()).contains(id, "last seen on a");
        assertThat(refusal.remedy()).contains("secret.key", "LATCHKEY_SECRET_KEYS");
        assertThat(folder.resolve("a/secret.key")).doesNotExist();
        Files.move(folder.resolve("away"), folder.resolve("a/secret.key"));
        assertThat(begin("a", null).wants()).isEqualTo(id);
    }

    @Test
    void whereNothingWasSealedYetTheKeyIsAskedForAllTheSame() throws Exception {
        end(begin("a", null));
        Files.delete(folder.resolve("a/secret.key"));

        refused("a", null);
    }

    @Test
    void aNodeThatWouldMakeAKeyOfItsOwnIsRefused() {
        Node first = begin("a", null);

        assertThat(refused("b", null).sentence()).contains(first.wants());
        assertThat(folder.resolve("b/secret.key")).doesNotExist();
        assertThat(refused("b", keys("k1")).sentence()).contains(first.wants());
    }

    @Test
    void ofManyNodesThatStartAtOnceOnAnEmptyDatabaseOneMakesAKey() throws Exception {
        List<Callable<Node>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String server = "n" + i;
            starts.add(() -> begin(server, null));
        }
        int begun = 0;
        try (var nodes = Executors.newFixedThreadPool(starts.size())) {
            for (Future<Node> start : nodes.invokeAll(starts)) {
                try {
                    start.get();
                    begun++;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(CannotStart.class);
                }
            }
        }
        assertThat(begun).isOne();
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(each -> each.endsWith("secret.key"))).hasSize(1);
        }
        assertThat(store.known()).hasSize(1);
    }

    @Test
    void twoNodesWithADifferentKeyOfOneNameNeverRunOnOneDatabase() throws Exception {
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(folder.resolve("b"));
        Files.writeString(folder.resolve("a/secret.key"), keys("x").replace("x:", "generated:"));
        Files.writeString(folder.resolve("b/secret.key"), keys("y").replace("y:", "generated:"));
        begin("a", null);

        assertThat(refused("b", null).sentence())
                .contains("'generated'", "b/secret.key", "not the one of that name");
    }

    @Test
    void aKeyThatWasWrittenBeforeTheServerWasKilledIsTheKeyAfterwards() {
        KeyRing written = new KeyFile(folder.resolve("a")).generate();

        assertThat(begin("a", null).wants()).isEqualTo(written.keys().getFirst().id());
    }

    @Test
    void whatAnOlderVersionSealedIsTriedBeforeTheKeyIsBelieved() {
        Node old = begin("a", keys("k1"));
        sealMessage(old, "one");
        UUID key = sealPrivateKey(old, "two");
        fromBefore();

        assertThat(refused("a", keys("x").replace("x:", "k1:")).sentence()).contains("'k1'");
        assertThat(refused("a", keys("k2")).sentence()).contains("'k1'");
        assertThat(refused("a", null).sentence()).contains("'k1'");
        assertThat(store.known()).isEmpty();
        assertThat(opened(begin("a", keys("k1")), key)).isEqualTo("two");
    }

    @Test
    void oneDamagedValueDoesNotStopTheStart() {
        Node old = begin("a", keys("k1"));
        sealMessage(old, "one");
        UUID damaged = sealPrivateKey(old, "two");
        insertMessage("empty", new byte[0]);
        insertMessage("rubbish", new byte[] {(byte) 0xff, 1, 2});
        jdbc.sql("update connection_key set private_key = private_key || '\\x00' where id = ?")
                .param(damaged)
                .update();
        fromBefore();

        Node node = begin("a", keys("k1"));

        assertThat(opened(node, damaged)).isEqualTo("shut");
        assertThat(opened(node, "empty")).isEqualTo("shut");
        assertThat(opened(node, "rubbish")).isEqualTo("shut");
    }

    @Test
    void whoBeganWithTheGeneratedKeyAndGivesOthersLaterLosesNothing() {
        Node first = begin("a", null);
        UUID secret = sealPrivateKey(first, "secret");
        end(first);

        Node second = begin("a", keys("k1"));

        assertThat(second.box().sealingKey()).isEqualTo("k1");
        assertThat(opened(second, secret)).isEqualTo("secret");
        assertThat(second.ring().find(first.wants()).orElseThrow().source()).contains("secret.key");
        // On another machine, where that file isn't, its key is asked for.
        end(second);
        assertThat(refused("b", keys("k1")).sentence()).contains(first.wants());
    }

    @Test
    void aNewKeySealsNothingBeforeEveryNodeHasIt() {
        Node a = begin("a", keys("k1"));
        Node b = begin("b", keys("k2", "k1"));
        assertThat(b.box().sealingKey()).isEqualTo("k1");
        heartbeat(b).beat();
        assertThat(b.box().sealingKey()).isEqualTo("k1");

        end(a);
        Node again = begin("a", keys("k1", "k2"));
        heartbeat(b).beat();

        assertThat(b.box().sealingKey()).isEqualTo("k2");
        assertThat(opened(again, sealMessage(b, "by the new key"))).isEqualTo("by the new key");
        assertThat(refused("c", keys("k1")).sentence()).contains("'k2'");
    }

    @Test
    void aNodeThatWasAwayWhileTheOthersChangedTheKeySaysSo() {
        Node a = begin("a", keys("k1"));
        jdbc.sql("update secret_key_node set seen_at = now() - interval '5 minutes'").update();
        Node b = begin("b", keys("k2", "k1"));
        assertThat(b.box().sealingKey()).isEqualTo("k2");

        Heartbeat back = heartbeat(a);
        back.beat();

        assertThat(back.missing()).containsExactly("k2");
        assertThat(new SecretKeysHealth(back, faults(a)).health().getStatus().getCode())
                .isEqualTo("DOWN");
    }

    @Test
    void aKeyIsChangedAndTheOldOneDroppedWithoutLosingAnything() {
        Node old = begin("a", keys("k1"));
        List<Object> sealed = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            sealed.add(sealMessage(old, "secret " + i));
        }
        sealed.add(sealPrivateKey(old, "secret 450"));
        end(old);

        Node both = begin("a", keys("k2", "k1"));
        KeyRenewal renewal = renewal(both);
        renewal.run(() -> true);
        assertThat(renewal.needs().get("k1")).containsEntry("messages", 450L);
        renewal.run(() -> false);

        assertThat(renewal.needs()).containsOnlyKeys("k2");
        // What was sealed a moment ago could still be on its way.
        assertThat(refused("b", keys("k2")).sentence()).contains("'k1'");
        someTimeAfter("k1");
        renewal.run(() -> false);
        end(both);

        Node alone = begin("a", keys("k2"));
        for (int i = 0; i < sealed.size(); i++) {
            assertThat(opened(alone, sealed.get(i))).isEqualTo("secret " + i);
        }
        assertThat(recorded()).containsExactly("secret_key.renewal_begun", "secret_key.retired");
    }

    @Test
    void aKeyThatIsDroppedTooEarlyEndsTheStart() {
        Node old = begin("a", keys("k1"));
        sealMessage(old, "secret");
        end(old);

        CannotStart refusal = refused("a", keys("k2"));

        assertThat(refusal.sentence()).contains("'k1'", "last seen on a");
        assertThat(refusal.remedy()).contains("LATCHKEY_LOST_SECRET_KEYS=k1");
    }

    @Test
    void aKeyIsNotRetiredWhileAnythingElseNeedsIt() {
        end(begin("a", keys("k1")));
        Node both = begin("a", keys("k2", "k1"));
        someTimeAfter("k1");
        KeyRenewal renewal =
                renewal(
                        both,
                        new KeyedThings() {
                            @Override
                            public String what() {
                                return "things";
                            }

                            @Override
                            public Map<String, Long> byKey() {
                                return Map.of("k1", 1L);
                            }

                            @Override
                            public long renew(String key, java.util.function.BooleanSupplier stop) {
                                return 0;
                            }
                        });

        renewal.run(() -> false);

        assertThat(store.known()).allMatch(each -> each.retiredAt() == null);
    }

    @Test
    void whatChangedMeanwhileIsNotWrittenOver() {
        Node node = begin("a", keys("k1"));
        String reference = sealMessage(node, "before");
        SealedValues.Value read = values.after(MESSAGES, List.of(), 1).getFirst();
        byte[] other = node.box().seal(MESSAGES, "meanwhile".getBytes(StandardCharsets.UTF_8));
        jdbc.sql("update sign_in_failure set message = ?").param(other).update();

        boolean replaced =
                values.replace(
                        MESSAGES,
                        read,
                        node.box().seal(MESSAGES, "before".getBytes(StandardCharsets.UTF_8)));

        assertThat(replaced).isFalse();
        assertThat(opened(node, reference)).isEqualTo("meanwhile");
    }

    @Test
    void nothingIsSealedAnewWhileTheNodesDisagree() {
        Node one = begin("a", keys("k1", "k2"));
        sealMessage(one, "secret");
        Node other = begin("b", keys("k2", "k1"));

        renewal(one).run(() -> false);
        renewal(other).run(() -> false);

        assertThat(values.keyNames()).containsExactly("k1");
    }

    @Test
    void withAKeyThatIsGivenUpTheServerStartsAndHealthSaysWhatIsBroken() {
        Node old = begin("a", keys("k1"));
        UUID shut = sealPrivateKey(old, "lost");
        end(old);

        Node node = begin("a", keys("k2"), "k1");
        Faults faults = faults(node);
        faults.look();

        assertThat(opened(node, shut)).isEqualTo("shut");
        assertThat(faults.all())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.why()).isEqualTo(SecretError.KEY_MISSING);
                    assertThat(fault.key()).isEqualTo("k1");
                });
        assertThat(new SecretKeysHealth(heartbeat(node), faults).health().getStatus().getCode())
                .isEqualTo("DEGRADED");
    }

    @Test
    void noKeyIsMadeEvenWhereTheOldOneIsGivenUp() {
        Node old = begin("a", keys("k1"));
        sealPrivateKey(old, "lost");
        end(old);

        refused("b", null, "k1");
    }

    @Test
    void whatDoesNotOpenIsForgottenWhenItOpensAgain() {
        Node node = begin("a", keys("k1"));
        UUID id = sealPrivateKey(node, "secret");
        byte[] whole =
                jdbc.sql("select private_key from connection_key").query(byte[].class).single();
        jdbc.sql("update connection_key set private_key = '\\x026b31000000'").update();
        Faults faults = faults(node);
        faults.look();
        assertThat(faults.vital()).isOne();

        jdbc.sql("update connection_key set private_key = ? where id = ?")
                .params(whole, id)
                .update();
        faults.look();

        assertThat(faults.vital()).isZero();
        assertThat(new SecretKeysHealth(heartbeat(node), faults).health().getStatus().getCode())
                .isEqualTo("UP");
    }

    @Test
    void whatAnUndeclaredColumnHoldsIsNotSealed() {
        Node node = begin("a", keys("k1"));
        SealedColumn undeclared =
                new SealedColumn("elsewhere", "secret", "things", false, List.of());

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> node.box().seal(undeclared, new byte[1]));
    }

    @Test
    void noKeyIsFoundInTheDatabaseNorInWhatIsPrinted() {
        Node node = begin("a", keys("k1"));
        byte[] key = Tokens.hash("the key k1");

        assertThat(store.known().getFirst().checkValue()).isNotEqualTo(key);
        assertThat(node.ring().toString()).doesNotContain(Base64.getEncoder().encodeToString(key));
    }
}
