package dev.latchkey.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Lines;
import dev.latchkey.connections.Connection;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Stage.Play;
import dev.latchkey.rollout.Approvals;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.rollout.Step;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.testing.Forms;
import dev.latchkey.testing.Requests;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.SignedInUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/**
 * Whatever both sides do, in whatever order: nobody has switched who was not approved, nobody is in two states, and
 * where anybody has switched some admin can still get in.
 */
@WholeServer
@Import(Stage.class)
@NullUnmarked
class AnyOrderTest {
    private static final int STEPS = 90;

    @Autowired private Stage stage;
    @Autowired private JdbcClient jdbc;
    @Autowired private MockMvc mvc;

    private Play play;
    private Rollout rollout;
    private User second;
    private List<User> users;
    private final Set<String> approved = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger SWITCHES = new AtomicInteger();

    private void begin() {
        approved.clear();
        play = stage.play();
        second = stage.user(play.organization(), "sid@" + play.domain(), true);
        users = new ArrayList<>(List.of(play.admin(), second, play.ben(), play.luca()));
        Requests.focus(jdbc, People.OPERATOR.id(), play.organization().id());
        stage.emergency(play, play.admin().id());
        rollout = stage.tested(play);
        stage.told(play, approve(stage.listed(play, rollout)));
    }

    private Cohort approve(Cohort cohort) {
        stage.settle(cohort);
        Cohort seen = stage.now(cohort);
        Result<Cohort> result =
                stage.approvals.approve(
                        play.customer(),
                        seen,
                        new Approvals.Shown(
                                seen.revision(), stage.lists.count(seen).changes(), true));
        if (result instanceof Result.Ok<Cohort>) {
            stage.lists.decisions(
                    seen,
                    seen.revision(),
                    user -> {
                        if (user.in()) {
                            approved.add(cohort.id() + " " + user.user());
                        }
                    });
        }
        return stage.now(cohort);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void oneAfterAnother(long seed) throws Exception {
        begin();
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            String did = act(random, random.nextBoolean());
            check("seed " + seed + ", step " + step + ": " + did);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104, 105, 106})
    void fromBothSidesAtOnce(long seed) throws Exception {
        begin();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 6; round++) {
                Future<?> customer = two.submit(side(seed + round, true));
                Future<?> operator = two.submit(side(seed - round, false));
                customer.get();
                operator.get();
                check("seed " + seed + ", round " + round);
            }
        }
    }

    private Callable<Void> side(long seed, boolean customer) {
        return () -> {
            Random random = new Random(seed);
            for (int step = 0; step < STEPS / 4; step++) {
                try {
                    act(random, customer);
                } catch (PessimisticLockingFailureException e) {
                    // the database gave way; nothing was done
                }
            }
            return null;
        };
    }

    private String act(Random random, boolean customer) throws Exception {
        Caller caller = customer ? play.customer() : play.operator();
        List<Cohort> cohorts = stage.cohorts.of(play.organization().id(), rollout.id());
        Cohort cohort = cohorts.get(random.nextInt(cohorts.size()));
        User user = users.get(random.nextInt(users.size()));
        List<UserId> one = List.of(user.id());
        Connection connection =
                stage.connections
                        .find(play.organization().id(), play.connection().id())
                        .orElseThrow();
        if (random.nextInt(5) < 2) {
            return forward(caller, cohort);
        }
        int what = random.nextInt(customer ? 16 : 17);
        String did = (customer ? "customer " : "operator ") + what + " " + user.email();
        switch (what) {
            case 0, 1, 2 -> {
                if (customer) {
                    approve(cohort);
                } else {
                    stage.desk.told(caller, cohort.id(), stage.now(cohort).revision());
                }
            }
            case 3, 4, 5 -> {
                if (customer) {
                    stage.goAheads.give(
                            caller,
                            cohort,
                            new Terms(
                                    stage.now(cohort).revision(),
                                    random.nextInt(4) == 0
                                            ? Instant.now().plus(Duration.ofDays(1))
                                            : null,
                                    random.nextBoolean(),
                                    random.nextBoolean(),
                                    second.id()));
                } else {
                    enforce(caller, cohort);
                }
            }
            case 6 -> stage.edits.strikeOut(caller, cohort.id(), one, "test");
            case 7 -> stage.edits.takeBack(caller, cohort.id(), one);
            case 8 -> {
                if (random.nextInt(3) == 0) {
                    stage.enforcements.undo(caller, cohort, "test");
                } else {
                    stage.enforcements.restore(caller, cohort);
                }
            }
            case 9 -> stage.exemptions.exempt(caller, cohort, one, "test");
            case 10 -> stage.exemptions.end(caller, cohort, user.id());
            case 11 -> {
                stage.pilots.enable(play.operator(), rollout);
                stage.signsIn(play, play.admin().id());
                stage.signsIn(play, second.id());
                stage.tests.tested(play.customer(), rollout);
                stage.tests.tested(play.operator(), rollout);
            }
            case 12 -> order(caller, random, one);
            case 13 -> lose(customer, user, random.nextInt(3));
            case 14 -> {
                if (customer) {
                    stage.pilots.dismiss(caller, rollout, user.id());
                    stage.pilots.nominate(caller, rollout, play.admin().email());
                } else {
                    stage.maker.make(caller, cohort);
                }
            }
            case 15 -> {
                if (customer) {
                    enforce(caller, cohort);
                } else if (random.nextInt(4) == 0) {
                    stage.connections.disable(caller, connection.id());
                } else {
                    stage.connections.enable(caller, connection.id());
                }
            }
            default -> {
                if (cohorts.size() < 3
                        && stage.desk.begin(caller, rollout, "Another")
                                instanceof Result.Ok<Cohort>(Cohort made)) {
                    stage.rules.domains(caller, made, Lines.of(play.domain()));
                    stage.maker.make(caller, made);
                }
                stage.pilots.enable(caller, rollout);
            }
        }
        return did;
    }

    /** What is next for a list, so that walks come to switches at all. */
    private String forward(Caller caller, Cohort cohort) {
        Step next = stage.facts.of(rollout).list(cohort).progress().next().orElse(Step.ENFORCED);
        switch (next) {
            case NOMINATED -> stage.pilots.nominate(play.customer(), rollout, play.admin().email());
            case ENABLED -> stage.pilots.enable(play.operator(), rollout);
            case TESTED -> stage.signsIn(play, play.admin().id());
            case CONFIRMED -> {
                stage.tests.tested(play.customer(), rollout);
                stage.tests.tested(play.operator(), rollout);
            }
            case IDENTIFIED -> stage.maker.make(caller, cohort);
            case REVIEWED -> approve(cohort);
            case ANNOUNCED -> stage.desk.told(caller, cohort.id(), stage.now(cohort).revision());
            case GO_AHEAD -> stage.goAhead(play, cohort);
            default -> enforce(caller, cohort);
        }
        return "forward " + next;
    }

    /** Ways in are taken, and given again more often. */
    private void lose(boolean customer, User user, int dice) throws Exception {
        if (customer && dice > 0) {
            stage.emergency(play, dice == 1 ? play.admin().id() : second.id());
        } else {
            send(customer ? endEmergency(user) : deactivate(user, dice));
        }
    }

    private void enforce(Caller caller, Cohort cohort) {
        if (stage.enforcements.enforce(caller, cohort) instanceof Result.Ok<Cohort>) {
            SWITCHES.incrementAndGet();
        }
    }

    private void order(Caller caller, Random random, List<UserId> users) {
        stage.orders.ask(caller, rollout, users, "test");
        stage.orders.of(rollout).stream()
                .filter(DisableRequests.Order::open)
                .skip(random.nextInt(2))
                .findFirst()
                .ifPresent(order -> {
                    stage.orders.approve(play.customer(), rollout, order.id());
                    if (random.nextBoolean()) {
                        stage.orders.carryOut(caller, rollout, order.id());
                    }
                });
    }

    private MockHttpServletRequestBuilder endEmergency(User user) throws Exception {
        SignedInUser admin =
                new SignedInUser(
                        play.admin().id(),
                        play.organization().id(),
                        play.admin().email(),
                        "Grace",
                        true,
                        "PASSWORD",
                        Instant.now());
        RequestPostProcessor who =
                authentication(
                        UsernamePasswordAuthenticationToken.authenticated(
                                admin,
                                null,
                                AuthorityUtils.createAuthorityList("ROLE_USER", "ROLE_ADMIN")));
        return delete("/organization/emergency/users/" + user.id())
                .param("seen", Forms.any(mvc, "/organization/emergency", who))
                .with(who);
    }

    private MockHttpServletRequestBuilder deactivate(User user, int dice) throws Exception {
        String page = "/operator/organizations/" + play.organization().id() + "/users/" + user.id();
        String activation = page + "/activation";
        return (dice < 2 ? post(activation) : delete(activation))
                .param("seen", Forms.any(mvc, page, People.operator()))
                .with(People.operator());
    }

    private void send(MockHttpServletRequestBuilder request) throws Exception {
        int status = mvc.perform(request.with(csrf())).andReturn().getResponse().getStatus();
        assertThat(status).isLessThan(500);
    }

    private void check(String when) {
        List<Standing.State> states = users.stream().map(stage::state).toList();
        for (User user : users) {
            assertThat(listsOf(user)).as(when + ": lists of " + user.email()).hasSizeLessThan(2);
            stage.standings
                    .of(play.organization().id(), user.id())
                    .filter(standing -> standing.state() == Standing.State.ENFORCED)
                    .ifPresent(standing ->
                            assertThat(approved)
                                    .as(when + ": approval of " + user.email())
                                    .contains(standing.cohort() + " " + user.id()));
        }
        if (states.contains(Standing.State.ENFORCED)) {
            assertThat(waysIn()).as(when + ": ways in").isPositive();
        }
    }

    private List<String> listsOf(User user) {
        return jdbc.sql(
                        """
                        select cohort_id::text from standing
                        where user_id = ? and rank = 1 and state in ('APPROVED', 'ANNOUNCED', 'ENFORCED')
                        """)
                .param(user.id().value())
                .query(String.class)
                .list();
    }

    /** Told apart from the server's own reckoning: by password, by SSO that worked, or by a code that is left. */
    private long waysIn() {
        return List.of(play.admin(), second).stream()
                .map(admin ->
                        stage.directory.user(play.organization().id(), admin.id()).orElseThrow())
                .filter(User::active)
                .filter(User::admin)
                .filter(admin -> {
                    Standing.State state = stage.state(admin);
                    boolean password = admin.hasPassword() && state != Standing.State.ENFORCED;
                    return password || codes(admin) > 0 || (enabled(state) && ssoWorks(admin));
                })
                .count();
    }

    private static boolean enabled(Standing.State state) {
        return state != Standing.State.NOT_ENABLED && state != Standing.State.EXCLUDED;
    }

    private long codes(User admin) {
        return jdbc.sql("select count(*) from emergency_code where user_id = ? and used_at is null")
                .param(admin.id().value())
                .query(Long.class)
                .single();
    }

    private boolean ssoWorks(User admin) {
        return jdbc.sql(
                        """
                        select exists (select 1 from sso_sign_in s join connection c on c.id = s.connection_id
                          where s.user_id = ? and c.active)
                        """)
                .param(admin.id().value())
                .query(Boolean.class)
                .single();
    }

    /** A walk that never comes to a switch would prove nothing. */
    @AfterAll
    static void thereHaveBeenSwitches() {
        assertThat(SWITCHES.get()).isGreaterThan(10);
    }
}
