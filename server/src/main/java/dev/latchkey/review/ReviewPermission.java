package dev.latchkey.review;

import dev.latchkey.door.Line;
import dev.latchkey.door.Permission;
import dev.latchkey.door.Who;
import dev.latchkey.shared.ErrorCode;

/** Who may settle what a review has found. */
enum ReviewPermission implements Permission {
    ACCEPT_FINDING("Accept that users might be locked out", Who.EITHER, Who.CUSTOMER),
    ACCEPT_CUSTOMERS_FINDING(
            "Accept what only the customer can answer for", Who.CUSTOMER, Who.CUSTOMER),
    WITHDRAW_ACCEPTANCE("Take an acceptance back", Who.EITHER, Who.CUSTOMER),
    LEAVE_OUT("Leave users out whom a review has found", Who.EITHER, Who.CUSTOMER),
    TAKE_IN("Take users in who were left out as outsiders", Who.EITHER, Who.CUSTOMER),
    CORRECT_ADDRESS("Ask for a corrected address", Who.EITHER, Who.CUSTOMER),
    UPLOAD_LIST("Upload the identity provider's users, or remove them", Who.EITHER, Who.CUSTOMER);

    private final String words;
    private final Who assisted;
    private final Who selfService;

    ReviewPermission(String words, Who assisted, Who selfService) {
        this.words = words;
        this.assisted = assisted;
        this.selfService = selfService;
    }

    @Override
    public Line line() {
        return new Line(words, assisted, selfService);
    }

    @Override
    public ErrorCode refusal() {
        return this == ACCEPT_CUSTOMERS_FINDING
                ? ReviewError.CUSTOMERS_ALONE
                : Permission.super.refusal();
    }
}
