package dev.latchkey.enforcement;

import dev.latchkey.door.Line;
import dev.latchkey.door.Permission;
import dev.latchkey.door.Who;

/** Who may switch users, and undo it. */
enum EnforcementPermission implements Permission {
    GIVE_GO_AHEAD("Give the go-ahead for a switch", Who.CUSTOMER, Who.CUSTOMER),
    WITHDRAW_GO_AHEAD("Withdraw the go-ahead", Who.CUSTOMER, Who.CUSTOMER),
    ENFORCE(
            "Switch the users of a list, once the go-ahead is given",
            Who.EITHER_OR_PLAN,
            Who.CUSTOMER_OR_PLAN),
    UNDO("Undo the switch of a list", Who.EITHER, Who.EITHER),
    RESTORE("Bring back a switch that was undone", Who.CUSTOMER, Who.CUSTOMER),
    EXEMPT("Let users of a switched list use their passwords again", Who.EITHER, Who.EITHER),
    END_EXEMPTION("End a user's exemption from the switch", Who.CUSTOMER, Who.CUSTOMER),
    ASK_TO_DISABLE("Ask that single sign-on is taken from users", Who.EITHER, Who.CUSTOMER),
    APPROVE_TO_DISABLE(
            "Approve that single sign-on is taken from users", Who.CUSTOMER, Who.CUSTOMER),
    CANCEL_TO_DISABLE("Cancel that single sign-on is taken from users", Who.EITHER, Who.CUSTOMER),
    DISABLE("Take single sign-on from users, once that is approved", Who.EITHER, Who.CUSTOMER);

    private final String words;
    private final Who assisted;
    private final Who selfService;

    EnforcementPermission(String words, Who assisted, Who selfService) {
        this.words = words;
        this.assisted = assisted;
        this.selfService = selfService;
    }

    @Override
    public Line line() {
        return new Line(words, assisted, selfService);
    }
}
