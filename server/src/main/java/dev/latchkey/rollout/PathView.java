package dev.latchkey.rollout;

import dev.latchkey.cohorts.Cohort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The guided path as the page shows it: each step, whether it is done, and who must act now. */
public final class PathView {
    private PathView() {}

    /** Whose turn a step is. */
    enum Turn {
        CUSTOMER,
        OPERATOR,
        PILOTS,
        BOTH
    }

    /**
     * A step.
     *
     * @param now whether it is the one to take next
     * @param records what was confirmed for it
     */
    record Line(Step step, boolean done, boolean now, Turn turn, List<Confirmation> records) {}

    /** The steps of the rollout itself. */
    public static List<Line> of(Facts facts, boolean detailsWait) {
        Optional<Step> next =
                Stream.of(Step.values())
                        .filter(step -> !step.ofList() && !facts.progress().has(step))
                        .findFirst();
        return Stream.of(Step.values())
                .filter(step -> !step.ofList())
                .map(step ->
                        new Line(
                                step,
                                facts.progress().has(step),
                                next.filter(step::equals).isPresent(),
                                turn(step, facts, detailsWait),
                                records(step, facts)))
                .toList();
    }

    /** The steps of a list. */
    public static List<Line> of(CohortFacts list, Facts facts) {
        Optional<Step> next = list.progress().next();
        return Stream.of(Step.values())
                .filter(Step::ofList)
                .map(step ->
                        new Line(
                                step,
                                list.progress().has(step),
                                next.filter(step::equals).isPresent(),
                                turn(step, facts, false),
                                records(step, list.cohort(), facts)))
                .toList();
    }

    private static Turn turn(Step step, Facts facts, boolean detailsWait) {
        return switch (step) {
            case DETAILS -> detailsWait ? Turn.OPERATOR : Turn.CUSTOMER;
            case CONFIGURED, NOMINATED, REVIEWED, GO_AHEAD -> Turn.CUSTOMER;
            case ENABLED, IDENTIFIED, ANNOUNCED, ENFORCED -> Turn.OPERATOR;
            case TESTED -> Turn.PILOTS;
            case CONFIRMED -> confirming(facts);
            case READY -> Turn.BOTH;
        };
    }

    private static Turn confirming(Facts facts) {
        boolean customer = FactsReader.tested(facts, Side.CUSTOMER);
        boolean operator = FactsReader.tested(facts, Side.OPERATOR);
        if (customer == operator) {
            return Turn.BOTH;
        }
        return customer ? Turn.OPERATOR : Turn.CUSTOMER;
    }

    private static List<Confirmation> records(Step step, Facts facts) {
        return switch (step) {
            case CONFIGURED -> standing(facts, Confirmation.Kind.CONFIGURED);
            case CONFIRMED -> standing(facts, Confirmation.Kind.TEST);
            default -> List.of();
        };
    }

    private static List<Confirmation> standing(Facts facts, Confirmation.Kind kind) {
        List<Confirmation> found = new ArrayList<>();
        for (Side side : Side.values()) {
            facts.inForce(kind, side).ifPresent(found::add);
        }
        return found;
    }

    private static List<Confirmation> records(Step step, Cohort cohort, Facts facts) {
        return switch (step) {
            case REVIEWED -> facts.inForce(Confirmation.Kind.APPROVAL, cohort).stream().toList();
            case GO_AHEAD -> facts.inForce(Confirmation.Kind.GO_AHEAD, cohort).stream().toList();
            default -> List.of();
        };
    }
}
