package dev.latchkey.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.latchkey.audit.Caller;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who might be locked out, by kind, and what settles it. */
@org.jspecify.annotations.NullUnmarked
class FindingsTest extends Review {
    @Test
    void whomTheIdpDoesNotKnowIsMissing() throws Exception {
        listed(at("ann"), "Ann Archer");
        listed(at("bob"), "Bob Baker");
        idpHas(at("ANN") + ",Ann Archer,", at("stranger") + ",Stan Stranger,");

        assertThat(found(FindingKind.MISSING_IN_IDP)).containsExactly(at("bob"));
        assertThat(found(FindingKind.ALIAS_SUSPECTED)).isEmpty();
        assertThat(answers.unsettled(cohort()))
                .contains("1 user is missing in the identity provider's list.");
        assertThat(page("/readiness")).contains("Only in the identity provider", "1 open");
        assertThat(page("/readiness/missing-in-idp")).contains(at("bob")).doesNotContain(at("ann"));
    }

    @Test
    void anAliasIsSuspectedWithItsMatchAndWhy() throws Exception {
        listed(at("ann"), "Ann Other");
        listed(at("bea.burns+sso"), "B");
        listed(at("carl.cole"), "C");
        listed(at("dana.dorn"), "D");
        listed(at("e.e"), "Smith, Eve");
        idpHas(
                "ann@" + tag + ".de,A,",
                at("bea.burns") + ",B,",
                at("carlcole") + ",C,",
                at("dorn.dana") + ",D,",
                at("eve.smith-99") + ",Eve Smith,");

        assertThat(found(FindingKind.ALIAS_SUSPECTED))
                .containsExactly(
                        at("ann") + " > ann@" + tag + ".de OTHER_DOMAIN",
                        at("bea.burns+sso") + " > " + at("bea.burns") + " PLUS_TAG",
                        at("carl.cole") + " > " + at("carlcole") + " PUNCTUATION",
                        at("dana.dorn") + " > " + at("dorn.dana") + " TRANSPOSED",
                        at("e.e") + " > " + at("eve.smith-99") + " SAME_NAME");
        assertThat(found(FindingKind.MISSING_IN_IDP)).isEmpty();
    }

    @Test
    void twoLikelyMatchesAreNone() throws Exception {
        listed(at("ann"), "Ann");
        idpHas("ann@" + tag + ".de,A,", "ann@" + tag + ".fr,A,");
        assertThat(found(FindingKind.ALIAS_SUSPECTED)).isEmpty();
        assertThat(found(FindingKind.MISSING_IN_IDP)).containsExactly(at("ann"));
    }

    @Test
    void somebodyElsesAddressIsNoLikelyMatch() throws Exception {
        listed(at("ann"), "Ann");
        listed("ann@" + tag + ".de", "Another Ann");
        idpHas("ann@" + tag + ".de,A,");
        assertThat(found(FindingKind.ALIAS_SUSPECTED)).isEmpty();
        assertThat(found(FindingKind.MISSING_IN_IDP)).containsExactly(at("ann"));
    }

    @Test
    void anInactiveUserOfTheIdpIsNoLikelyMatch() throws Exception {
        listed(at("ann"), "Ann");
        idpHas("ann@" + tag + ".de,A,Suspended", at("x") + ",X,");
        assertThat(found(FindingKind.MISSING_IN_IDP)).containsExactly(at("ann"));
    }

    @Test
    void usersThatDifferOnlyInCaseAreBothShown() throws Exception {
        User low = listed(at("kim"), "Kim");
        User high = listed(at("other"), "Kim Too");
        takeOver(high, at("Kim"));

        assertThat(found(FindingKind.CASE_COLLISION))
                .containsExactlyInAnyOrder(
                        at("kim") + " > " + at("Kim") + " HERE",
                        at("Kim") + " > " + at("kim") + " HERE");
        assertThat(
                        act(
                                        customer(),
                                        FindingKind.CASE_COLLISION,
                                        "acceptance",
                                        "user",
                                        low.id().toString(),
                                        "reason",
                                        "x")
                                .getContentAsString())
                .contains("review.not_acceptable");
    }

    @Test
    void aCollisionWithAnotherOrganizationSaysNotWhose() throws Exception {
        User mine = listed(at("kim"), "Kim");
        Organization other = People.organization(directory);
        User theirs =
                People.ok(
                        directory.createUser(
                                Caller.system(other.id()),
                                new NewUser(at("zz"), "Secret Name", false)));
        jdbc.sql("update app_user set email = ?, email_key = ? where id = ?")
                .params(at("KIM"), at("kim"), theirs.id().value())
                .update();

        assertThat(found(FindingKind.CASE_COLLISION)).containsExactly(at("kim") + " ELSEWHERE");
        assertThat(page("/readiness/case-collision"))
                .contains(mine.email())
                .doesNotContain(at("KIM"), "Secret Name");
    }

    /** As a directory that was taken over from elsewhere may have them. */
    private void takeOver(User user, String email) {
        jdbc.sql("update app_user set email = ?, email_key = lower(?) where id = ?")
                .params(email, email, user.id().value())
                .update();
        jdbc.sql("update cohort_user set email = ?, email_key = lower(?) where user_id = ?")
                .params(email, email, user.id().value())
                .update();
    }

    @Test
    void theInactiveAreFoundHereAndInTheIdp() throws Exception {
        User here = listed(at("here"), "Here");
        listed(at("there"), "There");
        listed(at("both"), "Both");
        listed(at("fine"), "Fine");
        jdbc.sql("update app_user set active = false where email in (?, ?)")
                .params(here.email(), at("both"))
                .update();
        idpHas(
                at("here") + ",H,Active",
                at("there") + ",T,SUSPENDED",
                at("both") + ",B,suspended",
                at("fine") + ",F,Active");
        assertThat(found(FindingKind.INACTIVE))
                .containsExactly(
                        at("both") + " IN_BOTH", at("here") + " HERE", at("there") + " IN_IDP");
    }

    @Test
    void sharedMailboxesAndProgramsAreFound() {
        listed(at("info"), "Info");
        listed(at("frontdesk7"), "Desk", User.Kind.SHARED_MAILBOX);
        listed(at("robot"), "Robot", User.Kind.API_ONLY);
        listed(at("informant"), "Ian Formant");
        assertThat(found(FindingKind.SHARED_MAILBOX))
                .containsExactly(at("frontdesk7") + " KIND", at("info") + " ADDRESS");
        assertThat(found(FindingKind.API_ONLY)).containsExactly(at("robot"));
        assertThat(answers.unsettled(cohort())).contains("1 user is used by programs only.");
    }

    @Test
    void whoHasNeverSignedInIsAcceptedWithOneClick() throws Exception {
        User ann = listed(at("ann"), "Ann");
        listed(at("bob"), "Bob");
        idpHas(at("ann") + ",A,", at("bob") + ",B,");
        assertThat(answers.unsettled(cohort()))
                .containsExactly(
                        "2 users have never signed in through this connection and are not accepted.");
        signedIn(ann);
        assertThat(answers.unsettled(cohort())).hasSize(1).first().asString().startsWith("1 user ");

        assertThat(
                        act(
                                        customer(),
                                        FindingKind.NEVER_SIGNED_IN,
                                        "acceptance",
                                        "all",
                                        "true",
                                        "reason",
                                        "first time")
                                .getStatus())
                .isEqualTo(302);

        assertThat(answers.unsettled(cohort())).isEmpty();
        assertThat(page("/readiness")).contains("Nothing is open");
        assertThat(page("/readiness/never-signed-in?show=accepted"))
                .contains(at("bob"), "first time", "ann@example.com");
    }

    @Test
    void onlyTheCustomerAcceptsWhoIsMissing() throws Exception {
        User bob = listed(at("bob"), "Bob");
        signedIn(bob);
        idpHas(at("x") + ",X,");
        String[] form = {"user", bob.id().toString(), "reason", "created on Monday"};

        assertThat(
                        act(operator(), FindingKind.MISSING_IN_IDP, "acceptance", form)
                                .getContentAsString())
                .contains("review.customers_alone");
        assertThat(answers.unsettled(cohort())).hasSize(1);
        assertThat(act(customer(), FindingKind.MISSING_IN_IDP, "acceptance", form).getStatus())
                .isEqualTo(302);
        assertThat(answers.unsettled(cohort())).isEmpty();
        assertThat(
                        count(
                                "select count(*) from audit_record where action = 'finding.accepted' and subject_id = ?",
                                cohortId.toString()))
                .isOne();

        assertThat(remove("/readiness/missing-in-idp/acceptance?user=" + bob.id()).getStatus())
                .isEqualTo(302);
        assertThat(answers.unsettled(cohort())).hasSize(1);
    }

    @Test
    void anAliasIsNeverAcceptedButSettledByASignIn() throws Exception {
        User ann = listed(at("ann"), "Ann");
        idpHas("ann@" + tag + ".de,A,");
        assertThat(
                        act(
                                        customer(),
                                        FindingKind.ALIAS_SUSPECTED,
                                        "acceptance",
                                        "all",
                                        "true",
                                        "reason",
                                        "x")
                                .getContentAsString())
                .contains("review.not_acceptable");
        assertThat(answers.unsettled(cohort()))
                .contains("1 user probably has another address at the identity provider.");
        signedIn(ann);
        assertThat(answers.unsettled(cohort())).isEmpty();
    }

    @Test
    void anAcceptanceHoldsForTheAddressThatItWasSaidOf() throws Exception {
        User bob = listed(at("bob"), "Bob");
        signedIn(bob);
        idpHas(at("x") + ",X,");
        act(customer(), FindingKind.MISSING_IN_IDP, "acceptance", "all", "true", "reason", "comes");
        assertThat(answers.unsettled(cohort())).isEmpty();
        takeOver(bob, at("robert"));
        answers.listChanged(cohort());
        assertThat(answers.unsettled(cohort())).hasSize(1);
    }

    @Test
    void whoIsLeftOutHasNoFindingAnyMore() throws Exception {
        User bob = listed(at("bob"), "Bob");
        User ann = listed(at("ann"), "Ann");
        signedIn(ann);
        idpHas(at("ann") + ",A,");
        assertThat(
                        act(
                                        customer(),
                                        FindingKind.MISSING_IN_IDP,
                                        "exclusion",
                                        "user",
                                        bob.id().toString())
                                .getContentAsString())
                .contains("review.reason_missing");
        assertThat(
                        act(customer(), FindingKind.MISSING_IN_IDP, "exclusion", "reason", "left")
                                .getContentAsString())
                .contains("review.nobody_chosen");
        // Ann has no such finding, so the form of another page does not take her out.
        act(
                customer(),
                FindingKind.MISSING_IN_IDP,
                "exclusion",
                "user",
                bob.id() + "," + ann.id(),
                "reason",
                "left");

        assertThat(answers.unsettled(cohort())).isEmpty();
        assertThat(
                        jdbc.sql(
                                        "select email from cohort_user where cohort_id = ? and decision = 'OUT' and reason = 'left'")
                                .param(cohortId.value())
                                .query(String.class)
                                .list())
                .containsExactly(at("bob"));
    }

    @Test
    void allOfAKindAreLeftOutAtOnce() throws Exception {
        for (int i = 0; i < 60; i++) {
            listed(at("missing" + i), "M");
        }
        idpHas(at("x") + ",X,");
        assertThat(page("/readiness/missing-in-idp")).contains("Next 50");
        act(customer(), FindingKind.MISSING_IN_IDP, "exclusion", "all", "true", "reason", "gone");
        assertThat(answers.unsettled(cohort())).isEmpty();
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() throws Exception {
        for (int i = 10; i < 70; i++) {
            listed(at("m" + i), "M");
        }
        String first = page("/readiness/never-signed-in");
        assertThat(first).contains(at("m10"), at("m59")).doesNotContain(at("m60"));
        String next =
                first.replaceAll(
                                "(?s).*href=\"[^\"]*(/readiness/never-signed-in\\?[^\"]*after=[^\"]*)\".*",
                                "$1")
                        .replace("&amp;", "&");
        assertThat(
                        send(get(java.net.URI.create(customer() + next)).with(admin()))
                                .getContentAsString())
                .contains(at("m60"), at("m69"))
                .doesNotContain(at("m59"));
        assertThat(page("/readiness/never-signed-in?text=m42"))
                .contains(at("m42"))
                .doesNotContain(at("m41"));
    }

    @Test
    void outsidersAreTakenInOneByOne() throws Exception {
        User contractor = outside("connie@" + tag + ".contractor.example");
        outside("carl@" + tag + ".contractor.example");
        assertThat(answers.unsettled(cohort())).isEmpty();
        assertThat(page("/readiness/outside")).contains(contractor.email());
        assertThat(
                        act(
                                        customer(),
                                        FindingKind.OUTSIDE,
                                        "inclusion",
                                        "user",
                                        contractor.id().toString())
                                .getStatus())
                .isEqualTo(302);
        assertThat(page("/readiness/outside")).doesNotContain(contractor.email());
        assertThat(answers.unsettled(cohort())).hasSize(1);
    }

    @Test
    void guestsOfOtherOrganizationsAreShownApart() throws Exception {
        Organization other = People.organization(directory);
        User guest = People.user(directory, other, "guest@" + tag + ".partner.example");
        var account =
                People.ok(directory.createAccount(Caller.system(organization.id()), "Shared desk"));
        jdbc.sql("insert into membership values (?, ?, ?, ?, 'MEMBER', now())")
                .params(
                        organization.id().value(),
                        account.id().value(),
                        other.id().value(),
                        guest.id().value())
                .update();
        jdbc.sql("insert into cohort_rule values (?, ?, 'ACCOUNT', ?, ?, now(), 'test')")
                .params(
                        organization.id().value(),
                        cohortId.value(),
                        account.id().toString(),
                        account.id().value())
                .update();
        assertThat(page("/readiness")).contains("Belong to another organization");
        assertThat(page("/readiness/others")).contains(guest.email(), "Shared desk");
    }

    @Test
    void theListsAreThereAsCsvWithoutFormulas() throws Exception {
        listed(at("bob"), "=cmd()");
        idpHas(at("only") + ",=evil(),");
        assertThat(page("/readiness/missing-in-idp/users.csv")).contains(at("bob"), "\"'=cmd()\"");
        assertThat(page("/comparison/only-in-idp.csv")).contains(at("only"), "\"'=evil()\"");
    }

    @Test
    void aUserWhoIsChangedInTheDirectoryIsLookedAtAnew() throws Exception {
        User low = listed(at("kim"), "Kim");
        User high = listed(at("other"), "Kim Too");
        takeOver(high, at("Kim"));
        assertThat(found(FindingKind.CASE_COLLISION)).hasSize(2);
        send(
                delete(
                                "/operator/organizations/"
                                        + organization.id()
                                        + "/users/"
                                        + high.id()
                                        + "/activation")
                        .with(People.operator()));
        assertThat(
                        jdbc.sql(
                                        "select count(*) from cohort_finding where cohort_id = ? and kind = 'INACTIVE'")
                                .param(cohortId.value())
                                .query(Integer.class)
                                .single())
                .isOne();
        People.ok(
                directory.changeEmail(
                        Caller.system(organization.id()),
                        high.id(),
                        at("Kim"),
                        new dev.latchkey.shared.EmailAddress(at("kimtoo")),
                        dev.latchkey.directory.Consent.NONE));
        assertThat(
                        jdbc.sql(
                                        "select user_id from cohort_finding where cohort_id = ? and kind = 'CASE_COLLISION'")
                                .param(cohortId.value())
                                .query(java.util.UUID.class)
                                .list())
                .doesNotContain(low.id().value());
    }

    @Test
    void theListOfAnotherOrganizationIsNotThere() throws Exception {
        Organization other = People.organization(directory);
        for (String path :
                List.of(
                        "/comparison",
                        "/comparison/columns",
                        "/readiness",
                        "/readiness/missing-in-idp",
                        "/readiness/others",
                        "/readiness/outside/users.csv",
                        "/differences")) {
            assertThat(send(get(customer() + path).with(People.admin(other.id()))).getStatus())
                    .as(path)
                    .isEqualTo(404);
            assertThat(
                            send(get("/operator/organizations/"
                                                    + other.id()
                                                    + "/cohorts/"
                                                    + cohortId
                                                    + path)
                                            .with(People.operator()))
                                    .getStatus())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(send(get(customer() + "/readiness/nonsense").with(admin())).getStatus())
                .isEqualTo(404);
    }
}
