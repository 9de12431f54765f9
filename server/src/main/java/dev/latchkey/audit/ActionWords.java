package dev.latchkey.audit;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What an audit record says, in words that follow the name of who did it: its action and details are short names. */
public final class ActionWords {
    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("account.created", "made an account"),
                    Map.entry("account.renamed", "renamed an account"),
                    Map.entry(
                            "address_correction.asked", "asked a user to confirm another address"),
                    Map.entry("address_correction.cancelled", "called a corrected address off"),
                    Map.entry("address_correction.confirmed", "confirmed the corrected address"),
                    Map.entry(
                            "address_correction.refused",
                            "asked for another address of a user, and was refused"),
                    Map.entry("address_correction.stopped", "stopped a corrected address"),
                    Map.entry(
                            "address_correction.took_effect",
                            "brought the corrected address into effect"),
                    Map.entry("address_correction.undone", "undid a corrected address"),
                    Map.entry("announcement.bounced", "noted mails that came back"),
                    Map.entry("announcement.paused", "paused the announcement"),
                    Map.entry("announcement.resent", "had the announcement sent again"),
                    Map.entry("announcement.started", "had the announcement sent"),
                    Map.entry(
                            "announcement.told_otherwise",
                            "said that users without a mail were told in another way"),
                    Map.entry("announcement.worded", "changed the wording of the announcement"),
                    Map.entry("audit.exported", "took the audit log away as CSV"),
                    Map.entry("audit.verified", "verified the audit log"),
                    Map.entry("cohort.address_corrected", "put a corrected address into the list"),
                    Map.entry("cohort.begun", "began a list"),
                    Map.entry(
                            "cohort.choices_removed", "took chosen users out of the list's rules"),
                    Map.entry("cohort.enforced", "switched the list to single sign-on"),
                    Map.entry("cohort.list_made", "made the list by its rules"),
                    Map.entry("cohort.moved", "moved the list to another connection"),
                    Map.entry("cohort.restored", "switched the list on again after an undo"),
                    Map.entry("cohort.rule_added", "added a rule to the list"),
                    Map.entry("cohort.rule_removed", "removed a rule from the list"),
                    Map.entry("cohort.struck_out", "left users out of the list"),
                    Map.entry("cohort.taken_back", "took users back into the list"),
                    Map.entry("cohort.told", "completed the announcement of the list"),
                    Map.entry("cohort.undone", "undid the switch, so that passwords work again"),
                    Map.entry("connection.changed", "changed the connection"),
                    Map.entry(
                            "connection.concession_granted",
                            "made an exception for an old provider"),
                    Map.entry("connection.concession_withdrawn", "withdrew an exception"),
                    Map.entry("connection.created", "made the connection"),
                    Map.entry(
                            "connection.identifier_set",
                            "changed what identifies a user at the provider"),
                    Map.entry("domain.vouched", "vouched for a domain of the organization"),
                    Map.entry("domain.withdrawn", "no longer vouches for a domain"),
                    Map.entry("emergency.codes_made", "made recovery codes"),
                    Map.entry("emergency.codes_voided", "ended recovery codes"),
                    Map.entry("emergency.ended", "ended an emergency admin's second way in"),
                    Map.entry("emergency.named", "named an emergency admin"),
                    Map.entry("emergency.used", "signed in with a recovery code"),
                    Map.entry("file.taken", "took a file away"),
                    Map.entry("finding.acceptance_withdrawn", "took an accepted finding back"),
                    Map.entry("finding.accepted", "accepted findings"),
                    Map.entry(
                            "idp_list.discarded", "threw the identity provider's list away unread"),
                    Map.entry("idp_list.read", "had the identity provider's list read"),
                    Map.entry("idp_list.removed", "removed the identity provider's list"),
                    Map.entry("idp_list.uploaded", "uploaded the identity provider's list"),
                    Map.entry(
                            "login.idp_logout",
                            "ended a session at the identity provider's request"),
                    Map.entry("login.logout", "signed out"),
                    Map.entry("login.message_seen", "looked at the message of a failed sign-in"),
                    Map.entry("login.refused", "refused a sign-in"),
                    Map.entry("login.password", "signed in with a password"),
                    Map.entry("login.sso", "signed a user in"),
                    Map.entry("mail.dropped", "dropped a mail that had not gone"),
                    Map.entry("mail.retried", "had a mail sent again"),
                    Map.entry("membership.removed", "took a user out of an account"),
                    Map.entry("membership.set", "put a user into an account"),
                    Map.entry("operator.created", "made an operator"),
                    Map.entry("operator.disabled", "disabled an operator"),
                    Map.entry("operator.enabled", "enabled an operator"),
                    Map.entry("operator.link_made", "made a one-time link for an operator"),
                    Map.entry("operator.link_withdrawn", "ended a one-time link for an operator"),
                    Map.entry("operator.password_changed", "changed an operator's password"),
                    Map.entry(
                            "operator.password_refused", "refused an operator's present password"),
                    Map.entry("operator.sign_in_refused", "refused an operator's sign-in"),
                    Map.entry("operator.signed_in", "signed in as an operator"),
                    Map.entry("organization.changed", "changed the organization"),
                    Map.entry("organization.created", "made the organization"),
                    Map.entry("rollout.begun", "began the rollout"),
                    Map.entry("rollout.closed", "closed the rollout"),
                    Map.entry("rollout.confirmed", "gave a confirmation"),
                    Map.entry("rollout.connection_chosen", "chose the connection of the rollout"),
                    Map.entry(
                            "rollout.details_handed_in",
                            "handed in the identity provider's details"),
                    Map.entry("rollout.disable_asked", "asked to take single sign-on from users"),
                    Map.entry("rollout.pilot_dismissed", "took a pilot off"),
                    Map.entry("rollout.pilot_enabled", "enabled a pilot"),
                    Map.entry("rollout.pilot_nominated", "nominated a pilot"),
                    Map.entry(
                            "secret_key.renewal_begun",
                            "began to seal anew what an older secret key sealed"),
                    Map.entry("secret_key.retired", "found that nothing needs a secret key"),
                    Map.entry("support.message_written", "wrote a message"),
                    Map.entry("support.note_written", "wrote an internal note"),
                    Map.entry("support.noted", "noted a request that came in another way"),
                    Map.entry("support.request_dropped", "gave the request back to the desk"),
                    Map.entry("support.request_handed", "handed the request over"),
                    Map.entry("support.request_opened", "opened the request"),
                    Map.entry("support.request_taken", "took the request"),
                    Map.entry("support.state_changed", "changed the state of the request"),
                    Map.entry("support.work_begun", "began to work on the request"),
                    Map.entry("support.work_ended", "stopped working on the request"),
                    Map.entry("user.activated", "activated a user"),
                    Map.entry(
                            "user.address_ambiguous",
                            "found that a user's address is another user's too"),
                    Map.entry("user.changed", "changed a user"),
                    Map.entry("user.created", "made a user"),
                    Map.entry("user.deactivated", "deactivated a user"),
                    Map.entry("user.password_link_made", "made a password link for a user"),
                    Map.entry("user.password_link_used", "used a password link"),
                    Map.entry("user.password_link_withdrawn", "ended a user's password links"),
                    Map.entry("user.password_reset_asked", "took a request for a new password"),
                    Map.entry("user.password_set", "set a password"),
                    Map.entry("user.sso_identifier_confirmed", "confirmed a user's new identifier"),
                    Map.entry("user.sso_identifier_refused", "refused a user's new identifier"),
                    Map.entry("user.sso_released", "gave a user the password back"),
                    Map.entry("user.sso_restored", "put a user back to single sign-on"),
                    Map.entry("users.import_discarded", "threw a file of users away unread"),
                    Map.entry("users.imported", "imported users"));

    private ActionWords() {}

    /** What was done. An action without words of its own is told by its name. */
    public static String of(String action) {
        return WORDS.getOrDefault(action, action.replace('_', ' ').replace(".", ": "));
    }

    /** All actions that have words. */
    public static Set<String> actions() {
        return WORDS.keySet();
    }

    /** The name of a detail: {@code usersIn} is "users in". */
    public static String name(String key) {
        return key.replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replace('_', ' ')
                .toLowerCase(Locale.ROOT);
    }

    /** A detail as people write it. */
    public static String text(Object value) {
        return switch (value) {
            case Collection<?> all ->
                    all.stream().map(ActionWords::text).collect(Collectors.joining(", "));
            case Map<?, ?> parts ->
                    parts.entrySet().stream()
                            .map(each ->
                                    name(each.getKey().toString()) + " " + text(each.getValue()))
                            .collect(Collectors.joining(", "));
            case Boolean yes -> yes ? "yes" : "no";
            default -> value.toString();
        };
    }
}
