package dev.latchkey.cohorts;

import dev.latchkey.door.Line;
import dev.latchkey.door.Permission;
import dev.latchkey.door.Who;

/** Who may say which users are in a list. */
public enum CohortPermission implements Permission {
    NAME_RULES("Say which users a list is for", Who.EITHER, Who.CUSTOMER),
    MAKE_LIST("Make a list by its rules", Who.EITHER, Who.CUSTOMER),
    EDIT_LIST("Leave users out of a list, or take them back", Who.EITHER, Who.CUSTOMER);

    private final String words;
    private final Who assisted;
    private final Who selfService;

    CohortPermission(String words, Who assisted, Who selfService) {
        this.words = words;
        this.assisted = assisted;
        this.selfService = selfService;
    }

    @Override
    public Line line() {
        return new Line(words, assisted, selfService);
    }
}
