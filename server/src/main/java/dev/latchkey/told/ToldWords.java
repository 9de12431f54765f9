package dev.latchkey.told;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Recorded;
import dev.latchkey.directory.AddressSettings;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.operators.Operator;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.OrganizationId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The words of the mails: who did what, when, where, and what to do if it is not right. Never a secret. */
@Component
class ToldWords {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Directory directory;
    private final LatchkeySettings settings;
    private final AddressSettings addresses;

    ToldWords(Directory directory, LatchkeySettings settings, AddressSettings addresses) {
        this.directory = directory;
        this.settings = settings;
        this.addresses = addresses;
    }

    ToldPost.Letter toThemself(
            Recorded event, Telling telling, User person, OrganizationId organization) {
        String what =
                telling == Telling.PASSWORD_SET && Told.isThemself(event)
                        ? "A new password was set for your account, with a link that you asked for or were given,"
                        : who(event)
                                + " "
                                + telling.done()
                                + " your account"
                                + more(event, telling);
        return new ToldPost.Letter(
                telling.subject(),
                sentence(event, what, organization)
                        + "\n"
                        + consequence(telling)
                        + "If this is not right, tell an admin of your organization at once.\n"
                        + remedy(telling, person));
    }

    private String consequence(Telling telling) {
        return switch (telling) {
            case ADDRESS_CHANGED ->
                    """
                    You sign in with the new address from now on, and everybody who was signed in is signed out.
                    Any recovery codes that you had no longer work. Unless this mailbox agreed to it, no link can
                    set a new password for the next %d hours, so that you can object. If we mailed you here that
                    the address was about to change, the link in that mail can undo it within that time.

                    """
                            .formatted(addresses.waitHours());
            case PASSWORD_SET ->
                    "Everybody who was signed in with the old password is signed out.\n\n";
            case ADMIN_UNMADE, DEACTIVATED -> "Any recovery codes that you had no longer work.\n\n";
            default -> "";
        };
    }

    private String remedy(Telling telling, User person) {
        return switch (telling) {
            case PASSWORD_SET ->
                    "You can set another password at %s/login/forgot with the address %s.\n"
                            .formatted(settings.baseUrl(), person.email());
            case PASSWORD_LINK_MADE ->
                    "Nothing changes until somebody uses the link. Only the person who made it can see it.\n";
            default -> "";
        };
    }

    ToldPost.Letter toAdmins(
            Recorded event, Telling telling, @Nullable User person, OrganizationId organization) {
        String what = who(event) + " " + telling.done() + whom(event, telling, person);
        return new ToldPost.Letter(
                telling.subject(),
                sentence(event, what + more(event, telling), organization)
                        + "\nYou get this as an admin of the organization. If it is not right, look at the audit log"
                        + " and tell support:\n"
                        + settings.baseUrl()
                        + "/organization/audit\n");
    }

    private static String whom(Recorded event, Telling telling, @Nullable User person) {
        if (person != null) {
            String email = Told.text(event, "before", "email", person.email());
            return " the account of " + person.name() + " <" + email + ">";
        }
        return switch (telling) {
            case USERS_IMPORTED ->
                    " %s users, of whom %s are admins,"
                            .formatted(event.detail().get("created"), event.detail().get("admins"));
            case DOMAIN_VOUCHED ->
                    " %s (%s)"
                            .formatted(event.detail().get("domain"), event.detail().get("reason"));
            default -> " see the audit log";
        };
    }

    private static String more(Recorded event, Telling telling) {
        return telling == Telling.ADDRESS_CHANGED
                ? " to " + Told.text(event, "after", "email", "another") + ","
                : "";
    }

    ToldPost.Letter toOperators(Recorded event, Telling telling, @Nullable Operator person) {
        String whom = person == null ? "" : " " + person.name() + " <" + person.email() + ">";
        return new ToldPost.Letter(
                telling.subject(),
                who(event)
                        + " "
                        + telling.done()
                        + whom
                        + ", on "
                        + TIME.format(event.at())
                        + ".\n\nYou get this as an operator. If it is not right, disable the account, and look at the"
                        + " audit log:\n"
                        + settings.baseUrl()
                        + "/operator/audit\n");
    }

    private String sentence(Recorded event, String what, OrganizationId organization) {
        String name = directory.organization(organization).map(Organization::name).orElse("");
        return what + " at " + name + ", on " + TIME.format(event.at()) + ".\n";
    }

    private static String who(Recorded event) {
        Actor actor = event.actor();
        return switch (actor.kind()) {
            case OPERATOR -> actor.name() + " (support)";
            case USER, IDP, SYSTEM -> actor.name();
        };
    }
}
