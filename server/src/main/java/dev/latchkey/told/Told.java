package dev.latchkey.told;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Recorded;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.operators.Operator;
import dev.latchkey.operators.Operators;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Listens to what is recorded, and decides who is told what, in the transaction of the change. */
@Component
class Told {
    /** Admins beyond these look into the audit log. */
    private static final int MOST_ADMINS = 100;

    private final Directory directory;
    private final Operators operators;
    private final ToldWords words;
    private final ToldPost post;

    Told(Directory directory, Operators operators, ToldWords words, ToldPost post) {
        this.directory = directory;
        this.operators = operators;
        this.words = words;
        this.post = post;
    }

    @EventListener
    void on(Recorded event) {
        if (!Telling.TOLD.contains(event.action().code()) || isOurs(event) || !post.open()) {
            return;
        }
        OrganizationId organization = event.organization();
        if (organization == null) {
            operators(event);
        } else {
            user(event, organization);
        }
    }

    private void user(Recorded event, OrganizationId organization) {
        User person =
                Optional.ofNullable(event.subject())
                        .flatMap(UserId::parse)
                        .flatMap(id -> directory.user(organization, id))
                        .orElse(null);
        for (Telling telling : tellings(event)) {
            if (person != null && toThePerson(event)) {
                // Nothing is mailed to an address that somebody else has just typed.
                String address =
                        telling == Telling.ADDRESS_CHANGED
                                ? text(event, "before", "email", person.email())
                                : before(event, person);
                post.send(
                        organization,
                        address,
                        words.toThemself(event, telling, person, organization));
            }
            if (!isThemself(event, telling)) {
                ToldPost.Letter letter = words.toAdmins(event, telling, person, organization);
                others(event, organization)
                        .forEach(admin -> post.send(organization, admin.email(), letter));
            }
        }
    }

    /** A user who is new has heard nothing yet that could be different now. */
    private static boolean toThePerson(Recorded event) {
        return !event.action().code().equals("user.created");
    }

    private static String before(Recorded event, User person) {
        return event.action().code().equals("user.changed")
                ? text(event, "before", "email", person.email())
                : person.email();
    }

    /** Who sets their own password is told of it in their mailbox, and nobody else is. */
    private static boolean isThemself(Recorded event, Telling telling) {
        return telling == Telling.PASSWORD_SET && isThemself(event);
    }

    static boolean isThemself(Recorded event) {
        Actor actor = event.actor();
        return actor.kind() == Actor.Kind.USER
                && actor.id() != null
                && actor.id().equals(event.subject());
    }

    private List<User> others(Recorded event, OrganizationId organization) {
        return directory.adminsToTell(organization, MOST_ADMINS).stream()
                .filter(admin -> !admin.id().toString().equals(event.actor().id()))
                .filter(admin -> !admin.id().toString().equals(event.subject()))
                .toList();
    }

    private void operators(Recorded event) {
        Operator person =
                Optional.ofNullable(event.subject())
                        .flatMap(OperatorId::parse)
                        .flatMap(operators::find)
                        .orElse(null);
        for (Telling telling : tellings(event)) {
            ToldPost.Letter letter = words.toOperators(event, telling, person);
            operators.all().stream()
                    .filter(each -> isTold(event, telling, each, person))
                    .forEach(each -> post.send(null, each.email(), letter));
        }
    }

    private static boolean isTold(
            Recorded event, Telling telling, Operator each, @Nullable Operator person) {
        if (person != null && each.id().equals(person.id())) {
            return telling != Telling.OPERATOR_MADE;
        }
        return each.active() && !each.id().toString().equals(event.actor().id());
    }

    private static List<Telling> tellings(Recorded event) {
        return switch (event.action().code()) {
            case "user.password_set" -> List.of(Telling.PASSWORD_SET);
            case "user.password_link_made" -> List.of(Telling.PASSWORD_LINK_MADE);
            case "user.activated" -> List.of(Telling.ACTIVATED);
            case "user.deactivated" -> List.of(Telling.DEACTIVATED);
            case "user.created" ->
                    Boolean.TRUE.equals(event.detail().get("admin"))
                            ? List.of(Telling.ADMIN_MADE)
                            : List.of();
            case "user.changed" -> changed(event);
            case "user.sso_released" -> List.of(Telling.PASSWORD_BACK);
            case "user.sso_restored" -> List.of(Telling.SSO_BACK);
            case "user.sso_identifier_confirmed" -> List.of(Telling.IDENTIFIER_CONFIRMED);
            case "rollout.pilot_enabled" -> List.of(Telling.SSO_TRIED);
            case "users.imported" ->
                    Integer.valueOf(0).equals(event.detail().get("created"))
                            ? List.of()
                            : List.of(Telling.USERS_IMPORTED);
            case "domain.vouched" -> List.of(Telling.DOMAIN_VOUCHED);
            case "operator.created" -> List.of(Telling.OPERATOR_MADE);
            case "operator.link_made" -> List.of(Telling.OPERATOR_LINK_MADE);
            case "operator.disabled" -> List.of(Telling.OPERATOR_DISABLED);
            case "operator.enabled" -> List.of(Telling.OPERATOR_ENABLED);
            case "operator.password_changed" -> List.of(Telling.OPERATOR_PASSWORD);
            default ->
                    event.action().code().startsWith("connection.")
                            ? List.of(Telling.CONNECTION_CHANGED)
                            : List.of();
        };
    }

    /** What the server itself sets up is nobody's doing; but a link that it prints lets somebody in. */
    private static boolean isOurs(Recorded event) {
        return event.actor().equals(Actor.SYSTEM)
                && !event.action().code().equals("operator.link_made");
    }

    /** A new name is no way in, and told to nobody. */
    private static List<Telling> changed(Recorded event) {
        List<Telling> tellings = new ArrayList<>();
        if (differs(event, "email")) {
            tellings.add(Telling.ADDRESS_CHANGED);
        }
        if (differs(event, "admin")) {
            boolean made = Boolean.TRUE.equals(part(event, "after").get("admin"));
            tellings.add(made ? Telling.ADMIN_MADE : Telling.ADMIN_UNMADE);
        }
        return tellings;
    }

    private static boolean differs(Recorded event, String name) {
        return !Objects.equals(part(event, "before").get(name), part(event, "after").get(name));
    }

    private static Map<?, ?> part(Recorded event, String name) {
        return event.detail().get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    static String text(Recorded event, String part, String name, String otherwise) {
        return part(event, part).get(name) instanceof String text ? text : otherwise;
    }
}
