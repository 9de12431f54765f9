package dev.latchkey.demo;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.database.SampleMark;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.operators.Operators;
import dev.latchkey.secrets.PasswordHash;
import dev.latchkey.secrets.Passwords;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.SupportRequestId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills an empty database with the sample vendor, whole or not at all. */
@Component
@Profile("demo")
class SampleData {
    static final Actor DEMO = new Actor(Actor.Kind.SYSTEM, null, "Latchkey demo");

    private final Directory directory;
    private final Connections connections;
    private final SampleRollout rollouts;
    private final SampleStory story;
    private final SampleReview review;
    private final SampleAnnouncement announcement;
    private final Operators operators;
    private final SampleConnection sampleConnection;
    private final SampleDirectory sampleDirectory;
    private final SampleMark mark;
    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SampleData(
            Directory directory,
            Connections connections,
            SampleRollout rollouts,
            SampleStory story,
            SampleReview review,
            SampleAnnouncement announcement,
            Operators operators,
            SampleConnection sampleConnection,
            SampleDirectory sampleDirectory,
            SampleMark mark,
            JdbcClient jdbc,
            Passwords passwords,
            TransactionTemplate transaction,
            Clock clock) {
        this.directory = directory;
        this.connections = connections;
        this.rollouts = rollouts;
        this.story = story;
        this.review = review;
        this.announcement = announcement;
        this.operators = operators;
        this.sampleConnection = sampleConnection;
        this.sampleDirectory = sampleDirectory;
        this.mark = mark;
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What takes long to compute, and is there before the transaction begins. */
    private record Prepared(
            Operators.Prepared operator, PasswordHash password, Connections.Prepared connection) {}

    /** Makes the sample where it isn't there yet. */
    void load() {
        if (mark.isThere()) {
            return;
        }
        Prepared prepared =
                new Prepared(
                        made(
                                operators.prepare(
                                        SampleLogin.OPERATOR,
                                        SampleLogin.OPERATOR_NAME,
                                        SampleLogin.password())),
                        passwords.hash(SampleLogin.password()),
                        connections.prepare());
        transaction.executeWithoutResult(status -> load(prepared));
    }

    private void load(Prepared prepared) {
        mark.put();
        made(operators.create(DEMO, prepared.operator()));
        OrganizationId acme = organization(Tenant.ACME, prepared.password());
        organization(Tenant.BIRCHWOOD, prepared.password());
        Connection connection =
                made(
                        connections.create(
                                demo(acme),
                                sampleConnection.details(Tenant.ACME),
                                prepared.connection()));
        SampleRollout.Begun rollout = rollouts.begin(connection);
        for (Person person : Tenant.ACME.people()) {
            enroll(rollout, person);
        }
        tell(rollout);
    }

    static Caller demo(OrganizationId organization) {
        return new Caller(Caller.Kind.JOB, DEMO, organization);
    }

    private void tell(SampleRollout.Begun rollout) {
        User ada = admin(Tenant.ACME);
        SupportRequestId request =
                story.ask(
                        ada,
                        "Single sign-on for Acme",
                        "We would like our people to sign in through our identity provider. First the early birds,"
                                + " then one team after another.");
        story.own(ada.organization(), request);
        int users = review.upload(rollout, ada);
        story.confirm(rollout, request, ada, "%s, %d users".formatted(SampleReview.FILE, users));
        rollout.cohorts().values().forEach(cohort -> review.accept(cohort, ada));
        announcement.tell(
                Objects.requireNonNull(rollout.cohorts().get(Standing.State.ANNOUNCED)), ada);
        rollouts.inReview(rollout, "Sales", "Acme production", inReview());
        story.secondWayIn(ada);
        story.ask(
                admin(Tenant.BIRCHWOOD),
                "Please set up single sign-on for Birchwood",
                "Our identity provider is ready. What do you need from us?");
    }

    private List<User> inReview() {
        List<User> users = new ArrayList<>();
        Tenant.ACME.people().stream()
                .filter(person -> SamplePeople.IN_REVIEW.contains(person.address()))
                .forEach(person -> users.add(user(Tenant.ACME, person)));
        Tenant.BIRCHWOOD.people().stream()
                .filter(person -> person.address().equals(SamplePeople.GUEST))
                .forEach(person -> users.add(user(Tenant.BIRCHWOOD, person)));
        return users;
    }

    private User user(Tenant tenant, Person person) {
        return sampleDirectory.user(tenant, person).orElseThrow();
    }

    private User admin(Tenant tenant) {
        return sampleDirectory.user(tenant, tenant.admin()).orElseThrow();
    }

    private OrganizationId organization(Tenant tenant, PasswordHash password) {
        Organization organization =
                made(directory.create(DEMO, tenant.organization(), tenant.edition()));
        for (String account : tenant.accounts()) {
            made(directory.createAccount(demo(organization.id()), account));
        }
        tenant.people().stream()
                .filter(Person::user)
                .forEach(person -> user(tenant, organization.id(), person, password));
        return organization.id();
    }

    private void user(
            Tenant tenant, OrganizationId organization, Person person, PasswordHash password) {
        NewUser given =
                new NewUser(tenant.email(person), person.name(), person.admin(), person.kind());
        User user = made(directory.createUser(demo(organization), given));
        directory.setPassword(demo(organization), user.id(), password);
    }

    private void enroll(SampleRollout.Begun rollout, Person person) {
        Standing.State state = person.state();
        if (state == null) {
            return;
        }
        User user = sampleDirectory.user(Tenant.ACME, person).orElseThrow();
        if (state == Standing.State.ENFORCED || state == Standing.State.PILOT) {
            pretendSignIn(rollout.connection(), user);
        }
        rollouts.put(rollout, user, state, person.reason());
    }

    /** Nobody is enforced who never came in by SSO; these have, in the sample's story. */
    private void pretendSignIn(Connection connection, User user) {
        Instant yesterday = clock.instant().minus(Duration.ofDays(1));
        jdbc.sql(
                        """
                        insert into sso_sign_in (organization_id, user_id, connection_id, first_at, last_at)
                        values (:organization, :user, :connection, :at, :at)
                        """)
                .param("organization", user.organization().value())
                .param("user", user.id().value())
                .param("connection", connection.id().value())
                .param("at", Timestamp.from(yesterday))
                .update();
    }

    private static <T> T made(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(var problems) ->
                    throw new IllegalStateException("the sample is refused: " + problems);
        };
    }
}
