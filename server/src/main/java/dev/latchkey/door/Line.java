package dev.latchkey.door;

/**
 * What stands in a line of the table of permissions.
 *
 * @param words what is done, as the table has it: "Approve a list"
 * @param assisted whose it is where a support desk helps
 * @param selfService whose it is where the organization does all of it
 */
public record Line(String words, Who assisted, Who selfService) {
    Who who(Working working) {
        return switch (working) {
            case ASSISTED -> assisted;
            case SELF_SERVICE -> selfService;
        };
    }
}
