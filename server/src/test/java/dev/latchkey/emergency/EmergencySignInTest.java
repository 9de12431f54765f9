package dev.latchkey.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.testing.Enrolled;
import jakarta.servlet.http.Cookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

/** The way in by a recovery code, and everything that is no way in. */
@org.jspecify.annotations.NullUnmarked
class EmergencySignInTest extends Emergency {
    private List<String> codes;

    @BeforeEach
    void bobHasCodes() throws Exception {
        codes = namedWithCodes(bob);
    }

    @Test
    void aCodeOpensASessionThatSaysHowItBegan() throws Exception {
        Cookie session = session(bob, codes.getFirst());

        assertThat(html(get("/organization/emergency/used").cookie(session)))
                .contains("Emergency access.", "<strong>9</strong> recovery codes left");
        assertThat(html(get("/console").cookie(session)))
                .contains("Emergency access.", "a recovery code");
        assertThat(actions(bob)).last().isEqualTo("emergency.used");
        assertThat(standing(bob).provenAt()).isNotNull();
    }

    @Test
    void theSignInPagesLeadThere() throws Exception {
        assertThat(html(get("/login"))).contains("/login/emergency");
        assertThat(html(get("/login/password").param("email", bob.email())))
                .contains("/login/emergency");
        assertThat(html(get("/login/emergency"))).contains("Recovery code");
    }

    @Test
    void itWorksWhileSingleSignOnIsEnforced() throws Exception {
        enforce(bob);
        assertThat(isIn(session(bob, codes.getFirst()))).isTrue();
    }

    @Test
    void howTheCodeIsTypedDoesNotMatter() throws Exception {
        session(bob, codes.get(0).toLowerCase(Locale.ROOT));
        session(bob, codes.get(1).replace("-", ""));
        session(bob, " " + codes.get(2).replace("-", " ").replace('0', 'o').replace('1', 'l'));
        assertThat(standing(bob).codesLeft()).isEqualTo(7);
    }

    @Test
    void aCodeWorksOnce() throws Exception {
        session(bob, codes.getFirst());
        assertThat(enter(bob.email(), codes.getFirst()).getStatus()).isEqualTo(403);
        assertThat(standing(bob).codesLeft()).isEqualTo(9);
    }

    @Test
    void aCodeThatTwoNodesGetAtOnceOpensOneSession() throws Exception {
        for (int i = 0; i < 5; i++) {
            String code = codes.get(i);
            Callable<Integer> node = () -> enter(bob.email(), code).getStatus();
            try (var nodes = Executors.newFixedThreadPool(2)) {
                var first = nodes.submit(node);
                var second = nodes.submit(node);
                assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(302, 403);
            }
        }
        assertThat(sessions(bob)).isEqualTo(5);
        assertThat(actions(bob)).filteredOn("emergency.used"::equals).hasSize(5);
    }

    @Test
    void newCodesMakeTheOldOnesUselessAndNothingProven() throws Exception {
        session(bob, codes.getFirst());

        List<String> fresh = codes(bob);

        assertThat(enter(bob.email(), codes.get(1)).getStatus()).isEqualTo(403);
        assertThat(standing(bob).provenAt()).isNull();
        session(bob, fresh.getFirst());
        assertThat(standing(bob).provenAt()).isNotNull();
    }

    @Test
    void newCodesAndTheUseOfAnOldOneAtOnceNeverLeaveAnOldCodeUsable() throws Exception {
        for (int i = 0; i < 5; i++) {
            List<String> old = codes(bob);
            try (var nodes = Executors.newFixedThreadPool(2)) {
                var made = nodes.submit(() -> codes(bob));
                var used = nodes.submit(() -> enter(bob.email(), old.getFirst(), "192.0.2.9"));
                assertThat(made.get()).hasSize(10);
                assertThat(used.get().getStatus()).isIn(302, 403);
            }
            assertThat(standing(bob).codesLeft()).isEqualTo(10);
            assertThat(standing(bob).provenAt()).isNull();
            assertThat(enter(bob.email(), old.get(1), "192.0.2.10").getStatus()).isEqualTo(403);
        }
    }

    @Test
    void aSessionInEmergencyMakesNewCodes() throws Exception {
        for (String code : codes.subList(0, 9)) {
            session(bob, code);
        }
        Cookie last = session(bob, codes.getLast());

        assertThat(html(get("/organization/emergency/used").cookie(last)))
                .contains("You have no recovery code left");
        assertThat(html(post("/organization/emergency/codes").cookie(last)))
                .contains("Your new recovery codes");
        assertThat(standing(bob).codesLeft()).isEqualTo(10);
    }

    @Test
    void nobodyLearnsWhoHasEmergencyAccess() throws Exception {
        User plain = user("Paul", false);
        String wrong = plain(enter(bob.email(), "00000-00000-00000-00000"));

        assertThat(plain(enter("nobody@example.com", codes.getFirst()))).isEqualTo(wrong);
        assertThat(plain(enter(ann.email(), codes.getFirst()))).isEqualTo(wrong);
        assertThat(plain(enter(plain.email(), codes.getFirst()))).isEqualTo(wrong);
        assertThat(plain(enter(bob.email(), ""))).isEqualTo(wrong);
        assertThat(plain(enter(bob.email(), "\0".repeat(50_000)))).isEqualTo(wrong);
        assertThat(wrong).doesNotContain(bob.email(), "emergency admin");
        assertThat(standing(bob).codesLeft()).isEqualTo(10);
        assertThat(
                        count(
                                "select count(*) from sign_in_failure where organization_id = ? and code = 'wrong_recovery_code'",
                                organization.id().value()))
                .isEqualTo(5);
    }

    @Test
    void anUnreadableAddressIsSaidToBe() throws Exception {
        assertThat(enter("bob", codes.getFirst()).getContentAsString())
                .contains("complete email address");
    }

    @Test
    void aCodeOpensNobodyElsesAccount() throws Exception {
        namedWithCodes(ann);
        assertThat(enter(ann.email(), codes.getFirst()).getStatus()).isEqualTo(403);
        organization = People.organization(directory);
        User stranger = admin("Eve");
        namedWithCodes(stranger);
        assertThat(enter(stranger.email(), codes.getFirst()).getStatus()).isEqualTo(403);
    }

    @Test
    void anAddressThatTwoUsersShareButForItsCaseIsNobody() throws Exception {
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, admin, created_at)
                        select organization_id, gen_random_uuid(), upper(email), email_key, email_domain, name, admin,
                            created_at
                        from app_user where id = ?
                        """)
                .param(bob.id().value())
                .update();
        assertThat(enter(bob.email(), codes.getFirst()).getStatus()).isEqualTo(403);
    }

    @Test
    void afterTooManyWrongCodesEverybodyIsToldAlikeAndTheRightOneStillWorks() throws Exception {
        List<Integer> known = new ArrayList<>();
        List<Integer> unknown = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            known.add(enter(bob.email(), "wrong", "198.51.100." + i).getStatus());
            unknown.add(enter("nobody@example.com", "wrong", "203.0.113." + i).getStatus());
        }
        assertThat(known).isEqualTo(unknown).startsWith(403).endsWith(429, 429);
        assertThat(known).filteredOn(status -> status == 403).hasSize(10);

        session(bob, codes.getFirst());
    }

    @Test
    void onePlaceHasOnlySoManyTries() throws Exception {
        for (int i = 0; i < 30; i++) {
            enter("nobody" + i + "@example.com", "wrong", "198.51.100.99");
        }
        assertThat(enter(bob.email(), codes.getFirst(), "198.51.100.99").getStatus())
                .isEqualTo(429);
        assertThat(standing(bob).codesLeft()).isEqualTo(10);
    }

    @Test
    void whoIsDeactivatedIsOutAndStaysOutWhenActivated() throws Exception {
        Cookie session = session(bob, codes.getFirst());
        operate(bob, "/activation", "_method", "delete");

        assertThat(isIn(session)).isFalse();
        assertThat(enter(bob.email(), codes.get(1)).getStatus()).isEqualTo(403);
        operate(bob, "/activation");
        assertThat(isIn(session)).isFalse();
        assertThat(enter(bob.email(), codes.get(1)).getStatus()).isEqualTo(403);
        assertThat(actions(bob)).last().isEqualTo("emergency.codes_voided");
    }

    @Test
    void whoIsNoAdminAnyMoreIsOutAndSoAreTheirCodes() throws Exception {
        Cookie session = session(bob, codes.getFirst());
        operate(bob, "", "version", "1", "email", bob.email(), "name", "Bob");

        assertThat(isIn(session)).isFalse();
        assertThat(enter(bob.email(), codes.get(1)).getStatus()).isEqualTo(403);
    }

    @Test
    void evenWithoutThatCleaningUpOnlyAnActiveAdminGetsIn() throws Exception {
        jdbc.sql("update app_user set admin = false where id = ?").param(bob.id().value()).update();
        assertThat(enter(bob.email(), codes.getFirst()).getStatus()).isEqualTo(403);
        jdbc.sql("update app_user set admin = true, active = false where id = ?")
                .param(bob.id().value())
                .update();
        assertThat(enter(bob.email(), codes.getFirst()).getStatus()).isEqualTo(403);
        jdbc.sql("update app_user set active = true where id = ?").param(bob.id().value()).update();
        session(bob, codes.getFirst());
    }

    @Test
    void anotherAddressMakesTheCodesUseless() throws Exception {
        String email = People.email();
        operate(bob, "", "version", "1", "email", email, "name", "Bob", "admin", "true");

        assertThat(enter(email, codes.getFirst()).getStatus()).isEqualTo(403);
        assertThat(enter(bob.email(), codes.getFirst()).getStatus()).isEqualTo(403);
    }

    @Test
    void theSessionEndsAfterAnHourHoweverItIsUsed() throws Exception {
        Cookie session = session(bob, codes.getFirst());
        assertThat(
                        count(
                                """
                                select extract(epoch from expires_at - created_at)::int from session
                                where user_id = ? and method = 'EMERGENCY'
                                """,
                                bob.id().value()))
                .isEqualTo(3600);

        shift("59 minutes 50 seconds");
        assertThat(isIn(session)).isTrue();
        shift("11 seconds");
        assertThat(isIn(session)).isFalse();
    }

    /** As if it had begun that much earlier, and been used just now. */
    private void shift(String interval) {
        jdbc.sql(
                        """
                        update session set created_at = created_at - ?::interval, expires_at = expires_at - ?::interval,
                            last_seen_at = now()
                        where user_id = ?
                        """)
                .params(interval, interval, bob.id().value())
                .update();
    }

    @Test
    void theSessionThatTheBrowserHadEnds() throws Exception {
        Cookie before = session(bob, codes.get(0));
        send(
                post("/login/emergency")
                        .cookie(before)
                        .param("email", bob.email())
                        .param("code", codes.get(1)));
        assertThat(isIn(before)).isFalse();
    }

    private int sessions(User user) {
        return count("select count(*) from session where user_id = ?", user.id().value());
    }

    /** The answer without what differs every time. */
    private static String plain(MockHttpServletResponse answer) throws Exception {
        return answer.getStatus()
                + answer.getContentAsString()
                        .replaceAll("<strong>[2-9A-Z]{10}</strong>", "<strong>REF</strong>")
                        .replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
    }

    private void enforce(User user) {
        ConnectionId connection = ConnectionId.next();
        jdbc.sql(
                        """
                        insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding,
                            email_source, signature_policy, encryption_policy, created_at, updated_at)
                        values (?, ?, 'IdP', 'idp', 'https://idp.example/sso', 'HTTP_POST', 'NAME_ID', 'RESPONSE',
                            'ALLOWED', now(), now())
                        """)
                .params(organization.id().value(), connection.value())
                .update();
        new Enrolled(jdbc).put(organization.id(), user.id(), connection, Standing.State.ENFORCED);
    }
}
