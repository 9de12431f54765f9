package dev.latchkey.enforcement;

import dev.latchkey.shared.ErrorCode;

/** Why a rollout refuses. */
public enum EnforcementError implements ErrorCode {
    CONNECTION_DISABLED(
            "rollout.connection_disabled",
            "The connection is disabled, so nobody could sign in.",
            "Enable it first."),
    EMERGENCY_UNPROVEN(
            "rollout.emergency_unproven",
            "No emergency admin has proven their second way in.",
            "Let a named admin sign in once with one of their recovery codes."),
    ENFORCER_UNTESTED(
            "rollout.enforcer_untested",
            "The person who gives the go-ahead must have signed in through this connection.",
            "Sign in through it once, or name an emergency admin who has."),
    GO_AHEAD_OUTDATED(
            "rollout.go_ahead_outdated",
            "The list's domains were changed after the go-ahead, which also covers users created later.",
            "Ask the customer for a new go-ahead."),
    LAST_WAY_IN(
            "rollout.last_way_in",
            "This is the last working way in for any admin of the organization.",
            "Give another admin a way in first, or undo the switch."),
    NOT_ENFORCED(
            "rollout.not_enforced",
            "These users have not switched, so there is nothing to undo.",
            "Look at the rollout as it is now."),
    NOT_ON_LIST(
            "rollout.not_on_list",
            "Some of these users did not switch with this list, so nobody was let back.",
            "Leave them out here, and look at their pages for what holds for them."),
    NOT_YET(
            "rollout.not_yet",
            "The go-ahead is for a later time.",
            "Wait until then, or ask the customer for a new go-ahead."),
    NO_WAY_IN(
            "rollout.no_way_in",
            "No admin of the organization would have a working way in.",
            "Leave one admin out, or prove an emergency admin's recovery codes."),
    ORDER_SETTLED(
            "rollout.order_settled", "This has already been decided.", "Look at it as it is now."),
    TIME_UNUSABLE(
            "rollout.time_unusable",
            "This is not a time within the next year.",
            "Give a day and a time as in the field's example."),
    TOO_LATE(
            "rollout.too_late",
            "The state before the undo was kept for 30 days, which have passed.",
            "Get a new approval and go-ahead."),
    USERS_ENFORCED(
            "rollout.users_enforced",
            "Users sign in through this connection only.",
            "Undo their switch first, or move them to another connection.");

    private final String code;
    private final String meaning;
    private final String remedy;

    EnforcementError(String code, String meaning, String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
