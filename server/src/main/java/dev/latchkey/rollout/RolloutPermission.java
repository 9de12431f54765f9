package dev.latchkey.rollout;

import dev.latchkey.door.Line;
import dev.latchkey.door.Permission;
import dev.latchkey.door.Who;

/** Who may take which step of a rollout. */
enum RolloutPermission implements Permission {
    BEGIN_ROLLOUT("Begin a rollout", Who.SUPPORT, Who.CUSTOMER),
    CLOSE_ROLLOUT("Close a rollout", Who.EITHER, Who.CUSTOMER),
    SUBMIT_DETAILS("Submit the identity provider's details", Who.EITHER, Who.CUSTOMER),
    CONNECT("Make the connection from the submitted details", Who.SUPPORT, Who.CUSTOMER),
    CHOOSE_CONNECTION("Lead a rollout through a connection that exists", Who.SUPPORT, Who.CUSTOMER),
    CONFIRM_CONFIGURED(
            "Confirm that the identity provider has our values", Who.CUSTOMER, Who.CUSTOMER),
    NOMINATE_PILOTS("Nominate pilots", Who.CUSTOMER, Who.CUSTOMER),
    ENABLE_PILOTS("Enable single sign-on for the pilots", Who.SUPPORT, Who.CUSTOMER),
    DISMISS_PILOT("End a pilot's part in the test", Who.EITHER, Who.EITHER),
    CONFIRM_TEST("Confirm the test", Who.EITHER, Who.CUSTOMER),
    BEGIN_LIST("Begin a list", Who.EITHER, Who.CUSTOMER),
    APPROVE_LIST("Approve a list", Who.CUSTOMER, Who.CUSTOMER),
    NOTE_TOLD("Note that the users of a list were told", Who.EITHER_OR_PLAN, Who.CUSTOMER_OR_PLAN),
    MOVE_LIST("Move a list to another connection", Who.CUSTOMER, Who.CUSTOMER);

    private final String words;
    private final Who assisted;
    private final Who selfService;

    RolloutPermission(String words, Who assisted, Who selfService) {
        this.words = words;
        this.assisted = assisted;
        this.selfService = selfService;
    }

    @Override
    public Line line() {
        return new Line(words, assisted, selfService);
    }
}
