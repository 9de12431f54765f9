package dev.latchkey.told;

import java.util.Set;

/** What is told: the subject of the mail, and what was done, to be followed by whose account it was. */
enum Telling {
    PASSWORD_SET("A new password was set", "set a new password for"),
    PASSWORD_LINK_MADE(
            "A link to set a password was made",
            "made a link that can be used once to set a new password for"),
    ADDRESS_CHANGED("A sign-in address was changed", "changed the sign-in address of"),
    ADMIN_MADE("An admin was added", "gave the rights of an admin to"),
    ADMIN_UNMADE("An admin lost their rights", "took the rights of an admin from"),
    DEACTIVATED("A user was deactivated", "ended every way to sign in for"),
    ACTIVATED("A user was activated", "opened the ways to sign in again for"),
    PASSWORD_BACK("A user may sign in with a password again", "took single sign-on from"),
    SSO_BACK("A user signs in through single sign-on again", "put back on single sign-on"),
    SSO_TRIED(
            "Single sign-on was switched on for a test", "enabled single sign-on, as a test, for"),
    IDENTIFIER_CONFIRMED(
            "Another identity at the identity provider was accepted",
            "accepted another identity at the identity provider for"),
    USERS_IMPORTED("Users were imported", "imported"),
    DOMAIN_VOUCHED(
            "A domain was vouched for", "vouched that addresses can be corrected to the domain"),
    CONNECTION_CHANGED(
            "The connection to an identity provider was changed",
            "changed how users sign in, or through which identity provider:"),
    OPERATOR_MADE("An operator was added", "added an operator:"),
    OPERATOR_LINK_MADE(
            "A link for a new operator was made", "made a one-time link for a new operator"),
    OPERATOR_DISABLED("An operator was disabled", "disabled the operator"),
    OPERATOR_ENABLED("An operator was enabled", "enabled the operator"),
    OPERATOR_PASSWORD("An operator's password was changed", "changed the password of the operator");

    /** Actions that are told, at least in some cases. */
    static final Set<String> TOLD =
            Set.of(
                    "connection.changed",
                    "connection.concession_granted",
                    "connection.created",
                    "connection.disabled",
                    "connection.enabled",
                    "connection.identifier_set",
                    "domain.vouched",
                    "operator.created",
                    "operator.disabled",
                    "operator.enabled",
                    "operator.link_made",
                    "operator.password_changed",
                    "rollout.pilot_enabled",
                    "user.activated",
                    "user.changed",
                    "user.created",
                    "user.deactivated",
                    "user.password_link_made",
                    "user.password_set",
                    "user.sso_identifier_confirmed",
                    "user.sso_released",
                    "user.sso_restored",
                    "users.imported");

    /**
     * Actions that nobody is told of from here: they open and close no way to anybody's account, or other mails tell
     * them. Of emergency access its own module tells; of a switch the announcement and the rollout's notices; of a
     * correction its own mails, and of its effect the changed address. An action that is new belongs to one of the two.
     */
    static final Set<String> SILENT =
            Set.of(
                    "account.created",
                    "account.renamed",
                    "address_correction.asked",
                    "address_correction.cancelled",
                    "address_correction.confirmed",
                    "address_correction.refused",
                    "address_correction.stopped",
                    "address_correction.took_effect",
                    "address_correction.undone",
                    "announcement.bounced",
                    "announcement.paused",
                    "announcement.resent",
                    "announcement.started",
                    "announcement.told_otherwise",
                    "announcement.worded",
                    "audit.exported",
                    "audit.verified",
                    "cohort.address_corrected",
                    "cohort.begun",
                    "cohort.choices_removed",
                    "cohort.enforced",
                    "cohort.list_made",
                    "cohort.moved",
                    "cohort.restored",
                    "cohort.rule_added",
                    "cohort.rule_removed",
                    "cohort.struck_out",
                    "cohort.taken_back",
                    "cohort.told",
                    "cohort.undone",
                    "connection.concession_withdrawn",
                    "domain.withdrawn",
                    "emergency.codes_made",
                    "emergency.codes_voided",
                    "emergency.ended",
                    "emergency.named",
                    "emergency.used",
                    "file.taken",
                    "finding.acceptance_withdrawn",
                    "finding.accepted",
                    "idp_list.discarded",
                    "idp_list.read",
                    "idp_list.removed",
                    "idp_list.uploaded",
                    "login.idp_logout",
                    "login.logout",
                    "login.message_seen",
                    "login.password",
                    "login.refused",
                    "login.sso",
                    "membership.removed",
                    "mail.dropped",
                    "mail.retried",
                    "membership.set",
                    "operator.link_withdrawn",
                    "operator.password_refused",
                    "operator.sign_in_refused",
                    "operator.signed_in",
                    "organization.changed",
                    "organization.created",
                    "rollout.begun",
                    "rollout.closed",
                    "rollout.confirmation_withdrawn",
                    "rollout.confirmed",
                    "rollout.connection_chosen",
                    "rollout.details_handed_in",
                    "rollout.disable_approved",
                    "rollout.disable_asked",
                    "rollout.disable_cancelled",
                    "rollout.disable_done",
                    "rollout.pilot_dismissed",
                    "rollout.pilot_nominated",
                    "secret_key.renewal_begun",
                    "secret_key.retired",
                    "support.message_written",
                    "support.note_written",
                    "support.noted",
                    "support.request_dropped",
                    "support.request_handed",
                    "support.request_opened",
                    "support.request_taken",
                    "support.state_changed",
                    "support.work_begun",
                    "support.work_ended",
                    // The password that it set is told.
                    "user.password_link_used",
                    "user.password_link_withdrawn",
                    "user.address_ambiguous",
                    "user.password_reset_asked",
                    "user.sso_identifier_refused",
                    "users.import_discarded");

    private final String subject;
    private final String done;

    Telling(String subject, String done) {
        this.subject = subject;
        this.done = done;
    }

    String subject() {
        return subject;
    }

    String done() {
        return done;
    }
}
