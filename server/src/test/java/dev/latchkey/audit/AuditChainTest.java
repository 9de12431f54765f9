package dev.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.audit.Finding.Kind;
import dev.latchkey.secrets.MasterKey;
import dev.latchkey.secrets.SecretBox;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Tokens;
import dev.latchkey.testing.OtherAction;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The chain over the log, each test on a database of its own, with whoever tampers being its superuser. */
class AuditChainTest {
    private static final EmbeddedPostgres SERVER = start();
    private static final Actor SUPPORT = new Actor(Actor.Kind.OPERATOR, "OP1", "Sam Support");
    private static final OrganizationId ACME = OrganizationId.next();

    private final String name = "chain_" + UUID.randomUUID().toString().replace("-", "");
    private final DataSource database = create(name);
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database));
    private final Seals seals = new Seals(jdbc);
    private final SealMark mark = new SealMark();
    private final Audit audit = audit(Clock.systemUTC());
    private final Chain chain = new Chain(box("k1"));
    private final AuditSealer sealer = chain.sealer;
    private final AuditVerifier verifier = chain.verifier;

    /** The chain as a node with these keys has it. */
    private final class Chain {
        private final AuditSealer sealer;
        private final AuditVerifier verifier;
        private final ChainRenewal renewal;

        Chain(SecretBox box) {
            ChainStamps stamps = new ChainStamps(box);
            Stretches stretches = new Stretches(jdbc, stamps);
            Verifications verifications =
                    new Verifications(
                            jdbc, audit, transaction, JsonMapper.builder().build(), stamps);
            sealer = new AuditSealer(seals, stretches, mark, transaction);
            verifier =
                    new AuditVerifier(
                            seals, stretches, stamps, verifications, sealer, Clock.systemUTC());
            renewal = new ChainRenewal(jdbc, stretches, verifications, stamps, transaction);
        }
    }

    /** A box with the keys of these names, of which the first seals. */
    private static SecretBox box(String... names) {
        return box(Set.of(), names);
    }

    private static SecretBox box(Set<String> lost, String... names) {
        List<MasterKey> keys =
                Arrays.stream(names)
                        .map(name -> new MasterKey(name, Tokens.hash("the key " + name)))
                        .toList();
        return new SecretBox(keys, names[0], List.of(), lost);
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataSource create(String name) {
        JdbcClient.create(SERVER.getPostgresDatabase()).sql("create database " + name).update();
        DataSource database = SERVER.getDatabase("postgres", name);
        Flyway.configure().dataSource(database).load().migrate();
        return database;
    }

    private Audit audit(Clock clock) {
        return new Audit(jdbc, clock, JsonMapper.builder().build(), event -> {});
    }

    private void record(Audit by, String action) {
        by.record(
                SUPPORT,
                ACME,
                new OtherAction(action),
                "user",
                "US1",
                Map.of("email", "ann@acme.example"));
    }

    @BeforeEach
    void fiveSealedRecords() {
        IntStream.range(0, 5).forEach(i -> record(audit, "user.changed-" + i));
        sealer.sealNew();
    }

    @Test
    void anUntouchedLogIsAsItWasSealed() {
        Verification done = verifier.verify(SUPPORT);

        assertThat(done.findings()).isEmpty();
        assertThat(done.headSeq()).isEqualTo(5);
        assertThat(seals.countUnsealed(10)).isOne(); // the record of this verification
        assertThat(verifier.verify(SUPPORT).headSeq()).isEqualTo(6);
    }

    /** As a dump's is, which reads for hours. */
    @Test
    void aTransactionThatHasWrittenNothingHoldsNoSealBack() throws Exception {
        try (Connection dump = database.getConnection();
                var statement = dump.createStatement()) {
            dump.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read");
            statement.execute("select count(*) from audit_record");
            Instant afterItBegan = now();
            assertThat(seals.settledAfterThis().plus(Duration.ofMinutes(2)))
                    .isAfterOrEqualTo(afterItBegan);

            statement.execute("create table written (id int)");
            assertThat(seals.settledAfterThis().plus(Duration.ofMinutes(2))).isBefore(afterItBegan);
            dump.rollback();
        }
    }

    private Instant now() {
        return jdbc.sql("select clock_timestamp()")
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
    }

    @Test
    void itIsSaidHowFarTheSealsAreBehind() {
        sealer.sealNew();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20));
        assertThat(new SealHealth(mark, Clock.systemUTC()).health().getStatus())
                .isEqualTo(org.springframework.boot.health.contributor.Status.UP);
        assertThat(new SealHealth(mark, later).health().getStatus()).isEqualTo(SealHealth.LAGGING);
    }

    @Test
    void theLogOnlyGrows() {
        for (String sql :
                List.of(
                        "update audit_record set actor_name = 'Eve'",
                        "delete from audit_record",
                        "delete from audit_seal",
                        "update audit_seal set seq = seq + 1",
                        "truncate audit_record cascade")) {
            assertThatThrownBy(() -> jdbc.sql(sql).update())
                    .as(sql)
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("only grows");
        }
    }

    @Test
    void everyFieldOfARecordIsSealed() {
        for (String change :
                List.of(
                        "at = at + interval '1 microsecond'",
                        "organization_id = gen_random_uuid()",
                        "organization_id = null",
                        "actor_kind = 'USER'",
                        "actor_id = 'OP2'",
                        "actor_id = null",
                        "actor_name = 'Eve'",
                        "action = 'user.created'",
                        "subject_kind = 'account'",
                        "subject_id = 'US2'",
                        "subject_kind = null, subject_id = 'userUS1'",
                        "detail = '{\"email\": \"eve@acme.example\"}'",
                        "ip = ''")) {
            tamper(
                    "create table kept as select * from audit_record",
                    "update audit_record set " + change + " where id = " + recordAt(3));
            assertThat(kinds(verifier.verify(SUPPORT)))
                    .as(change)
                    .containsExactly(Map.entry(3L, Kind.CHANGED));
            tamper(
                    "update audit_record r set at = k.at, organization_id = k.organization_id,"
                            + " actor_kind = k.actor_kind, actor_id = k.actor_id, actor_name = k.actor_name,"
                            + " action = k.action, subject_kind = k.subject_kind, subject_id = k.subject_id,"
                            + " detail = k.detail, ip = k.ip from kept k where k.id = r.id",
                    "drop table kept");
            assertThat(verifier.verify(SUPPORT).findings()).isEmpty();
        }
    }

    @Test
    void aRecordThatIsGoneIsMissed() {
        tamper("delete from audit_record where id = " + recordAt(2));

        assertThat(kinds(verifier.verify(SUPPORT)))
                .containsExactly(Map.entry(2L, Kind.RECORD_MISSING));
    }

    @Test
    void aRecordThatIsGoneWithItsSealIsMissed() {
        tamper(
                "create table gone as select record_id from audit_seal where seq = 2",
                "delete from audit_seal where seq = 2",
                "delete from audit_record where id in (select record_id from gone)");

        assertThat(kinds(verifier.verify(SUPPORT)))
                .containsExactly(Map.entry(3L, Kind.SEAL_MISSING));
    }

    @Test
    void closingTheGapByNewNumbersShowsWhereItWas() {
        tamper(
                "create table gone as select record_id from audit_seal where seq = 2",
                "delete from audit_seal where seq = 2",
                "delete from audit_record where id in (select record_id from gone)",
                "update audit_seal set seq = -seq where seq > 2",
                "update audit_seal set seq = -seq - 1 where seq < 0");

        assertThat(kinds(verifier.verify(SUPPORT)))
                .containsOnly(Map.entry(2L, Kind.CHANGED), Map.entry(5L, Kind.BROKEN));
    }

    @Test
    void aRecordPutInBetweenWithASealOfItsOwnIsFound() {
        tamper(
                "update audit_seal set seq = -seq where seq > 2",
                "update audit_seal set seq = -seq + 1 where seq < 0",
                """
                insert into audit_record select gen_random_uuid(), at, organization_id, actor_kind, actor_id, 'Eve',
                    action, subject_kind, subject_id, detail, ip from audit_record where id = %s
                """
                        .formatted(recordAt(2)),
                """
                insert into audit_seal select 3, id, sha256('guess') from audit_record where actor_name = 'Eve'
                """);

        assertThat(kinds(verifier.verify(SUPPORT)))
                .containsOnly(
                        Map.entry(3L, Kind.CHANGED),
                        Map.entry(4L, Kind.CHANGED),
                        Map.entry(5L, Kind.FORGED),
                        Map.entry(7L, Kind.BROKEN));
    }

    @Test
    void twoRecordsThatChangedPlacesAreFound() {
        tamper(
                "update audit_seal set seq = -3 where seq = 2",
                "update audit_seal set seq = 2 where seq = 3",
                "update audit_seal set seq = 3 where seq = -3");

        assertThat(kinds(verifier.verify(SUPPORT))).containsKeys(2L, 3L).doesNotContainKeys(1L, 5L);
    }

    @Test
    void aRecordPutInWithAnOldTimeIsFoundBeforeAndAfterItIsSealed() {
        seals.settle(Instant.now().minusSeconds(60));
        putIn("Eve", Instant.now().minus(Duration.ofHours(1)));

        assertThat(kinds(verifier.verify(SUPPORT))).containsExactly(Map.entry(0L, Kind.UNSEALED));

        sealer.sealEverything();

        Verification done = verifier.verify(SUPPORT);
        assertThat(done.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.LATE);
                    assertThat(finding.detail()).contains("Eve");
                });
    }

    @Test
    void anEndThatWasVerifiedAndIsCutOffIsMissed() {
        verifier.verify(SUPPORT);
        tamper(
                "create table gone as select record_id from audit_seal where seq > 3",
                "delete from audit_seal where seq > 3",
                "delete from audit_record where id in (select record_id from gone)",
                "delete from audit_record where action = 'audit.verified'");

        assertThat(kinds(verifier.verify(SUPPORT)))
                .containsOnly(Map.entry(3L, Kind.CUT), Map.entry(4L, Kind.BROKEN));
    }

    @Test
    void anEndThatWasVerifiedAndIsAnotherNowIsFound() {
        verifier.verify(SUPPORT);
        tamper(
                "update audit_record set actor_name = 'Eve' where id = " + recordAt(5),
                "delete from audit_seal where seq = 5");
        sealer.sealNew();

        assertThat(verifier.verify(SUPPORT).findings())
                .filteredOn(finding -> finding.seq() == 5)
                .extracting(Finding::kind)
                .contains(Kind.CUT, Kind.FORGED);
    }

    @Test
    void aRecordThatCommitsAfterAYoungerOneIsSealedLaterAndNotLost() throws SQLException {
        try (Connection slow = database.getConnection()) {
            slow.setAutoCommit(false);
            insert(slow, "slow");
            record(audit, "quick");
            sealer.sealNew();
            assertThat(actions()).endsWith("quick").doesNotContain("slow");

            slow.commit();
            sealer.sealNew();
        }
        assertThat(actions()).endsWith("quick", "slow");
        assertThat(verifier.verify(SUPPORT).findings()).isEmpty();
    }

    @Test
    void nothingIsTakenAsSettledThatAnOpenTransactionCouldStillBring() throws SQLException {
        try (Connection slow = database.getConnection()) {
            slow.setAutoCommit(false);
            insert(slow, "slow");
            Instant opened =
                    jdbc.sql(
                                    "select min(xact_start) from pg_stat_activity where datname = ? and pid <> pg_backend_pid()")
                            .param(name)
                            .query((row, number) -> row.getTimestamp(1).toInstant())
                            .single();

            sealer.sealNew();

            assertThat(seals.settled()).isBefore(opened);
            slow.rollback();
        }
    }

    @Test
    void whatIsRolledBackLeavesNoGap() {
        transaction.executeWithoutResult(status -> {
            record(audit, "never");
            status.setRollbackOnly();
        });
        record(audit, "after");
        sealer.sealNew();

        assertThat(actions()).endsWith("user.changed-4", "after");
        assertThat(verifier.verify(SUPPORT).findings()).isEmpty();
    }

    @Test
    void aNodeWhoseClockIsBehindIsFoundByTheDailySearch() {
        seals.settle(Instant.now().minusSeconds(60));
        Clock behind = InstantSource.system().withZone(ZoneOffset.UTC);
        record(audit(Clock.offset(behind, Duration.ofHours(-1))), "behind");

        sealer.sealNew();
        assertThat(actions()).doesNotContain("behind");

        sealer.sealEverything();
        assertThat(actions()).endsWith("behind");
    }

    @Test
    void manySealersAtOnceMakeOneChain() throws Exception {
        int writers = 4;
        int each = 300;
        try (var nodes = Executors.newFixedThreadPool(2 * writers)) {
            List<Callable<Void>> tasks = new java.util.ArrayList<>();
            for (int i = 0; i < writers; i++) {
                tasks.add(() -> {
                    for (int n = 0; n < each; n++) {
                        record(audit, "busy");
                    }
                    return null;
                });
                tasks.add(() -> {
                    for (int n = 0; n < 40; n++) {
                        sealer.sealNew();
                    }
                    return null;
                });
            }
            for (Future<Void> done : nodes.invokeAll(tasks)) {
                done.get();
            }
        }
        sealer.sealNew();

        Verification done = verifier.verify(SUPPORT);
        assertThat(done.findings()).isEmpty();
        assertThat(done.headSeq()).isEqualTo(5 + writers * each);
    }

    @Test
    void manyRecordsAreSealedInSeveralTransactionsAndVerified() {
        Map<String, Map<String, String>> details = new HashMap<>();
        IntStream.range(0, 12_000).forEach(i -> details.put("US" + i, Map.of("n", "" + i)));
        audit.recordAll(
                new Caller(Caller.Kind.OPERATOR, SUPPORT, ACME),
                new OtherAction("user.created"),
                "user",
                details);

        sealer.sealNew();

        Verification done = verifier.verify(SUPPORT);
        assertThat(done.headSeq()).isEqualTo(12_005);
        assertThat(done.findings()).isEmpty();
    }

    /** What whoever owns the database can do, and that shows in no hash: change a record and compute the rest anew. */
    private void rewrite(long changed) {
        tamper("update audit_record set actor_name = 'Eve' where id = " + recordAt(changed));
        byte[] hash = ChainHash.START;
        for (Seals.Sealed sealed : seals.after(0, 100_000)) {
            hash = ChainHash.of(hash, java.util.Objects.requireNonNull(sealed.record()));
            String hex = HexFormat.of().formatHex(hash);
            tamper(
                    "update audit_seal set hash = decode('%s', 'hex') where seq = %d"
                            .formatted(hex, sealed.seq()),
                    "update audit_verification set head_hash = decode('%s', 'hex') where head_seq = %d"
                            .formatted(hex, sealed.seq()));
        }
    }

    @Test
    void whoeverOwnsTheDatabaseCantComputeTheChainAnew() {
        verifier.verify(SUPPORT);
        rewrite(2);

        Verification done = verifier.verify(SUPPORT);

        assertThat(done.findings())
                .extracting(Finding::kind)
                .contains(Kind.FORGED, Kind.VERIFICATION_FORGED)
                .doesNotContain(Kind.CHANGED, Kind.CUT); // the hashes alone look right
    }

    @Test
    void aChainComputedAnewIsNotGoneOnFromAsIfItWereTrue() {
        for (String cover :
                List.of(
                        "delete from audit_checkpoint",
                        "update audit_checkpoint set key_id = 'k1', mac = sha256('guess')",
                        "delete from audit_stretch",
                        "update audit_stretch set from_seq = 6, hash_before = (select hash from audit_seal where seq = 5)",
                        "update audit_checkpoint set from_seq = 3")) {
            fresh();
            rewrite(2);
            tamper(cover);

            record(audit, "later");
            sealer.sealNew();
            record(audit, "later still");

            assertThat(verifier.verify(SUPPORT).findings())
                    .as(cover)
                    .extracting(Finding::kind)
                    .contains(Kind.BROKEN);
        }
    }

    /** As if nothing had ever been recorded. */
    private void fresh() {
        tamper(
                "delete from audit_record",
                "delete from audit_seal",
                "delete from audit_stretch",
                "delete from audit_checkpoint",
                "delete from audit_verification",
                "update audit_settled set until = 'epoch'");
        fiveSealedRecords();
    }

    /** The chain as an older version has left it. */
    private void withoutKeys() {
        tamper("delete from audit_stretch", "delete from audit_checkpoint");
    }

    @Test
    void whatWasSealedBeforeThereWereKeysIsHeldToWhatItWasWhenTheyCame() {
        withoutKeys();
        sealer.sealNew();
        assertThat(verifier.verify(SUPPORT).findings()).isEmpty();

        record(audit, "under the key");
        sealer.sealNew();
        rewrite(2);

        assertThat(verifier.verify(SUPPORT).findings())
                .extracting(Finding::kind)
                .contains(Kind.FORGED);
    }

    @Test
    void whatWasSealedBeforeThereWereKeysCantBeChangedBeforeTheFirstSealUnderOne() {
        withoutKeys();
        sealer.sealNew();
        rewrite(2);

        assertThat(verifier.verify(SUPPORT).findings())
                .extracting(Finding::kind)
                .contains(Kind.BROKEN);
    }

    @Test
    void aVerificationFromBeforeThereWereKeysIsTakenAsItIs() {
        verifier.verify(SUPPORT);
        tamper("update audit_verification set key_id = null, mac = null");
        withoutKeys();

        assertThat(verifier.verify(SUPPORT).findings()).isEmpty();
    }

    @Test
    void aVerificationThatNobodyMadeIsFound() {
        verifier.verify(SUPPORT);
        tamper("update audit_verification set key_id = null, mac = null");

        assertThat(verifier.verify(SUPPORT).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.VERIFICATION_FORGED);
    }

    @Test
    void theStampsGoOverToANewKeySoThatTheOldOneCanBeDropped() {
        verifier.verify(SUPPORT);
        Chain both = new Chain(box("k2", "k1"));
        record(audit, "by the new key");
        both.sealer.sealNew();
        assertThat(both.verifier.verify(SUPPORT).findings()).isEmpty();

        long old = both.renewal.byKey().getOrDefault("k1", 0L);
        assertThat(both.renewal.renew("k1", () -> false)).isEqualTo(old).isPositive();

        assertThat(both.renewal.byKey()).containsOnlyKeys("k2");
        assertThat(new Chain(box("k2")).verifier.verify(SUPPORT).findings()).isEmpty();
    }

    @Test
    void aStampThatIsNotTrueIsNotPutUnderANewKey() {
        rewrite(2);
        Chain both = new Chain(box("k2", "k1"));

        both.renewal.renew("k1", () -> false);

        assertThat(both.renewal.byKey()).containsKey("k1");
        assertThat(both.verifier.verify(SUPPORT).findings())
                .extracting(Finding::kind)
                .contains(Kind.FORGED);
    }

    @Test
    void aServerWithoutTheKeySealsNothingUnlessTheKeyWasGivenUp() {
        record(audit, "waits");
        new Chain(box("k2")).sealer.sealNew();
        assertThat(actions()).doesNotContain("waits");

        Chain without = new Chain(box(Set.of("k1"), "k2"));
        without.sealer.sealNew();

        assertThat(actions()).endsWith("waits");
        assertThat(without.verifier.verify(SUPPORT).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.KEY_MISSING);
    }

    private void tamper(String... statements) {
        transaction.executeWithoutResult(status -> {
            // Only a superuser can: neither triggers nor foreign keys hold now.
            jdbc.sql("set local session_replication_role = replica").update();
            for (String sql : statements) {
                jdbc.sql(sql).update();
            }
        });
    }

    private void putIn(String who, Instant at) {
        jdbc.sql(
                        """
                        insert into audit_record (id, at, actor_kind, actor_name, action)
                        values (gen_random_uuid(), ?, 'OPERATOR', ?, 'user.changed')
                        """)
                .params(at.atOffset(ZoneOffset.UTC), who)
                .update();
    }

    private static void insert(Connection connection, String action) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        insert into audit_record (id, at, actor_kind, actor_name, action)
                        values (gen_random_uuid(), clock_timestamp(), 'SYSTEM', 'Latchkey', ?)
                        """)) {
            statement.setString(1, action);
            statement.executeUpdate();
        }
    }

    private String recordAt(long seq) {
        return "(select record_id from audit_seal where seq = " + seq + ")";
    }

    private List<String> actions() {
        return jdbc.sql(
                        "select r.action from audit_seal s join audit_record r on r.id = s.record_id order by s.seq")
                .query(String.class)
                .list();
    }

    private static Map<Long, Kind> kinds(Verification verification) {
        Map<Long, Kind> kinds = new HashMap<>();
        verification.findings().forEach(finding -> kinds.put(finding.seq(), finding.kind()));
        return kinds;
    }
}
