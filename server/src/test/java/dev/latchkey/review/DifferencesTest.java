package dev.latchkey.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the directory says now against what was approved. */
@org.jspecify.annotations.NullUnmarked
class DifferencesTest extends Review {
    @Autowired Differences differences;

    private Map<Differences.Kind, String> found() {
        return differences.of(cohort()).parts().stream()
                .filter(part -> part.count() > 0)
                .collect(
                        Collectors.toMap(
                                Differences.Part::kind,
                                part ->
                                        part.count()
                                                + ": "
                                                + part.first().stream()
                                                        .map(each ->
                                                                each.listed() + " " + each.now())
                                                        .collect(Collectors.joining(", "))));
    }

    @Test
    void newChangedGoneAndDeactivatedUsersAreToldApart() throws Exception {
        jdbc.sql("insert into cohort_rule values (?, ?, 'DOMAIN', ?, null, now(), 'test')")
                .params(organization.id().value(), cohortId.value(), tag + ".example")
                .update();
        listed(at("same"), "Same");
        User changed = listed(at("changed"), "Changed");
        User moved = listed(at("moved"), "Moved");
        User asleep = listed(at("asleep"), "Asleep");
        jdbc.sql("update cohort set state = 'APPROVED', approved_revision = 1 where id = ?")
                .param(cohortId.value())
                .update();
        assertThat(found()).isEmpty();
        assertThat(page("/differences")).contains("Nothing has changed");

        email(changed, at("renamed"), tag + ".example");
        email(moved, "moved@" + tag + ".elsewhere", tag + ".elsewhere");
        jdbc.sql("update app_user set active = false where id = ?")
                .param(asleep.id().value())
                .update();
        People.user(directory, organization, at("newcomer"));

        assertThat(found())
                .containsOnlyKeys(Differences.Kind.values())
                .containsEntry(Differences.Kind.NEW, "1: null " + at("newcomer"))
                .containsEntry(
                        Differences.Kind.GONE, "1: " + at("moved") + " moved@" + tag + ".elsewhere")
                .containsEntry(
                        Differences.Kind.INACTIVE, "1: " + at("asleep") + " " + at("asleep"));
        assertThat(found().get(Differences.Kind.CHANGED)).startsWith("2: ").contains(at("renamed"));
        assertThat(page("/differences"))
                .contains(at("newcomer"), at("renamed"), "as it was approved");
    }

    private void email(User user, String email, String domain) {
        jdbc.sql("update app_user set email = ?, email_key = ?, email_domain = ? where id = ?")
                .params(email, email, domain, user.id().value())
                .update();
    }
}
