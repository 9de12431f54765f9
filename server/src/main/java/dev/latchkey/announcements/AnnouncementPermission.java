package dev.latchkey.announcements;

import dev.latchkey.door.Line;
import dev.latchkey.door.Permission;
import dev.latchkey.door.Who;
import dev.latchkey.shared.ErrorCode;

/** Who may tell the users of a list. */
enum AnnouncementPermission implements Permission {
    WORD("Word the announcement", Who.EITHER, Who.CUSTOMER),
    SEND("Send the announcement, pause it, or send mails again", Who.EITHER, Who.CUSTOMER),
    ACKNOWLEDGE("Say that users were told in another way", Who.CUSTOMER, Who.CUSTOMER),
    NOTE_RETURNED_MAILS("Note mails that came back", Who.EITHER, Who.CUSTOMER);

    private final String words;
    private final Who assisted;
    private final Who selfService;

    AnnouncementPermission(String words, Who assisted, Who selfService) {
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
        return this == ACKNOWLEDGE ? AnnouncementError.CUSTOMERS_WORD : Permission.super.refusal();
    }
}
