package dev.latchkey.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Who has emergency access, who says so, and who gets the codes. */
@org.jspecify.annotations.NullUnmarked
class EmergencyAdminsTest extends Emergency {
    @Test
    void anAdminNamesAnotherWhoThenMakesTheirOwnCodes() throws Exception {
        assertThat(name(ann, bob).getHeader("Location")).isEqualTo("/organization/emergency");

        assertThat(page("/organization/emergency", ann))
                .contains(bob.email(), "none made yet", "Have at least two");
        assertThat(codes(ann)).isEmpty();
        assertThat(codes(bob)).hasSize(10).doesNotHaveDuplicates();
        assertThat(standing(bob).codesLeft()).isEqualTo(10);
        assertThat(standing(bob).provenAt()).isNull();
        assertThat(standing(bob).namedBy()).isEqualTo(ann.email());
        assertThat(actions(bob)).containsExactly("emergency.named", "emergency.codes_made");
    }

    @Test
    void codesAreShownOnceAndNothingOfThemIsKept() throws Exception {
        List<String> codes = namedWithCodes(ann);

        for (String path :
                List.of(
                        "/organization/emergency",
                        "/organization/emergency/codes",
                        "/organization/emergency/used",
                        "/organization/audit")) {
            assertThat(page(path, ann)).as(path).doesNotContain(codes);
        }
        for (String code : codes) {
            assertThat(
                            count(
                                    "select count(*) from audit_record r where r::text like ?",
                                    "%" + code + "%"))
                    .isZero();
        }
        assertThat(
                        count(
                                "select count(*) from emergency_code where user_id = ? and length(code_hash) = 32",
                                ann.id().value()))
                .isEqualTo(10);
    }

    @Test
    void thePageWithTheCodesIsNotCached() throws Exception {
        name(ann, ann);
        assertThat(
                        send(post("/organization/emergency/codes").with(as(ann)))
                                .getHeader("Cache-Control"))
                .contains("no-store");
    }

    @Test
    void aSecondNamingIsRefusedAndChangesNothing() throws Exception {
        namedWithCodes(bob);
        assertThat(name(ann, bob).getContentAsString()).contains("emergency.already_named");
        assertThat(standing(bob).codesLeft()).isEqualTo(10);
    }

    @Test
    void onlyAnActiveAdminIsNamed() throws Exception {
        User plain = user("Paul", false);
        assertThat(name(ann, plain).getContentAsString()).contains("emergency.not_an_admin");

        operate(bob, "/activation", "_method", "delete");
        assertThat(name(ann, bob).getContentAsString()).contains("emergency.not_an_admin");
        assertThat(access.of(organization.id())).isEmpty();
    }

    @Test
    void anAdminOfAnotherOrganizationFindsNobodyHere() throws Exception {
        namedWithCodes(bob);
        Organization mine = organization;
        organization = People.organization(directory);
        User eve = admin("Eve");

        assertThat(name(eve, ann).getStatus()).isEqualTo(404);
        assertThat(end(eve, bob).getStatus()).isEqualTo(404);
        assertThat(page("/organization/emergency", eve)).doesNotContain(bob.email(), ann.email());
        assertThat(access.of(mine.id())).hasSize(1);
        assertThat(access.of(organization.id())).isEmpty();
    }

    @Test
    void whoIsNoAdminFindsNothing() throws Exception {
        User plain = user("Paul", false);
        for (String path :
                List.of(
                        "/organization/emergency",
                        "/organization/emergency/codes",
                        "/organization/emergency/used")) {
            assertThat(send(get(path).with(as(plain))).getStatus()).as(path).isEqualTo(404);
        }
        assertThat(name(plain, ann).getStatus()).isEqualTo(404);
        assertThat(end(plain, ann).getStatus()).isEqualTo(404);
        assertThat(send(post("/organization/emergency/codes").with(as(plain))).getStatus())
                .isEqualTo(404);
    }

    @Test
    void endingItMakesTheCodesUselessAndEndsTheSessionThatOneBegan() throws Exception {
        List<String> codes = namedWithCodes(bob);
        var session = session(bob, codes.getFirst());
        assertThat(isIn(session)).isTrue();

        assertThat(end(ann, bob).getStatus()).isEqualTo(302);

        assertThat(isIn(session)).isFalse();
        assertThat(enter(bob.email(), codes.get(1)).getStatus()).isEqualTo(403);
        assertThat(access.of(organization.id())).isEmpty();
        assertThat(actions(bob)).last().isEqualTo("emergency.ended");
        assertThat(end(ann, bob).getStatus()).isEqualTo(302);
        assertThat(actions(bob)).filteredOn("emergency.ended"::equals).hasSize(1);
    }

    @Test
    void theLastWayInIsNotEnded() throws Exception {
        List<String> codes = namedWithCodes(bob);
        INDISPENSABLE.add(bob.id());

        assertThat(end(ann, bob).getContentAsString()).contains("the last way in");
        assertThat(operate(bob, "/activation", "_method", "delete").getContentAsString())
                .contains("the last way in");
        assertThat(change(bob, "1", bob.email(), false)).contains("the last way in");
        assertThat(change(bob, "1", People.email(), true)).contains("the last way in");

        assertThat(directory.user(organization.id(), bob.id())).contains(bob);
        session(bob, codes.getFirst());
        INDISPENSABLE.remove(bob.id());
        assertThat(change(bob, "1", bob.email(), false)).isEmpty();
        assertThat(operate(bob, "/activation", "_method", "delete").getStatus()).isEqualTo(302);
    }

    @Test
    void twoWhoGoAtOnceAreNotBothTakenForDispensable() throws Exception {
        for (int i = 0; i < 8; i++) {
            organization = People.organization(directory);
            User one = admin("One");
            User two = admin("Two");
            KEEP_AN_ADMIN.add(organization.id());
            try (var operators = Executors.newFixedThreadPool(2)) {
                var first =
                        operators.submit(
                                () -> operate(one, "/activation", "_method", "delete").getStatus());
                var second = operators.submit(() -> change(two, "1", two.email(), false));
                first.get();
                second.get();
            }
            assertThat(directory.admins(organization.id())).hasSize(1);
        }
    }

    @Test
    void whoIsIndispensableMayStillBeRenamedAndActivated() throws Exception {
        operate(bob, "/activation", "_method", "delete");
        INDISPENSABLE.add(bob.id());
        assertThat(operate(bob, "/activation").getStatus()).isEqualTo(302);
        assertThat(
                        operate(
                                        bob,
                                        "",
                                        "version",
                                        "3",
                                        "email",
                                        bob.email(),
                                        "name",
                                        "Robert",
                                        "admin",
                                        "true")
                                .getStatus())
                .isEqualTo(302);
        INDISPENSABLE.remove(bob.id());
    }

    @Test
    void operatorsSeeWhoAndNoCodeAndCanChangeNothing() throws Exception {
        List<String> codes = namedWithCodes(bob);
        String path = "/operator/organizations/" + organization.id() + "/emergency";

        String page = html(get(path).with(People.operator()));

        assertThat(page).contains(bob.email(), "not yet").doesNotContain("_method");
        assertThat(page).doesNotContain(codes);
        assertThat(send(post(path).with(People.operator())).getStatus()).isEqualTo(405);
    }

    @Test
    void theAccessIsProvenByTheFirstCodeOfTheSetAndAsLongAsOneIsLeft() throws Exception {
        List<String> codes = namedWithCodes(bob);
        assertThat(access.proven(organization.id())).isFalse();

        session(bob, codes.getFirst());
        assertThat(access.proven(organization.id())).isTrue();
        var proven = standing(bob).provenAt();

        for (String code : codes.subList(1, 9)) {
            session(bob, code);
        }
        assertThat(standing(bob).provenAt()).isEqualTo(proven);
        assertThat(page("/organization/emergency/codes", bob)).contains("one code left");
        assertThat(access.proven(organization.id())).isTrue();
        session(bob, codes.getLast());
        assertThat(access.proven(organization.id())).isFalse();

        codes(bob);
        assertThat(access.proven(organization.id())).isFalse();
    }

    @Test
    void whoIsDeactivatedOrNoAdminProvesNothing() throws Exception {
        session(bob, namedWithCodes(bob).getFirst());
        session(ann, namedWithCodes(ann).getFirst());

        operate(bob, "/activation", "_method", "delete");
        assertThat(access.proven(organization.id())).isTrue();
        change(ann, "1", ann.email(), false);
        assertThat(access.proven(organization.id())).isFalse();
        assertThat(access.of(organization.id())).noneMatch(EmergencyAdmin::works).hasSize(2);
    }

    private String change(User user, String version, String email, boolean admin) throws Exception {
        String[] fields = {"version", version, "email", email, "name", user.name()};
        if (admin) {
            fields = java.util.Arrays.copyOf(fields, 8);
            fields[6] = "admin";
            fields[7] = "true";
        }
        return operate(user, "", fields).getContentAsString();
    }
}
