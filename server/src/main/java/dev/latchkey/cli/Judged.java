package dev.latchkey.cli;

import dev.latchkey.saml.Check;
import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.Reason;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.Verdict;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of holding an inspected message against the settings.
 *
 * @param who the email that a Response brings, or the NameID of a logout; null where it was rejected
 * @param reason why it was rejected; null where it was accepted
 * @param notes what to know about the judgement itself
 */
record Judged(
        @Nullable String who,
        @Nullable Reason reason,
        @Nullable String expected,
        @Nullable String found,
        List<Check> checks,
        List<String> notes) {

    boolean accepted() {
        return reason == null;
    }

    /** The judgement; null where the message is of a kind that is not judged, or too little was given. */
    static @Nullable Judged of(Unwrapped message, String kind, GivenSettings settings) {
        return switch (kind) {
            case "Response" -> response(message, settings);
            case "LogoutRequest", "LogoutResponse" -> logout(message, settings);
            default -> null;
        };
    }

    private static @Nullable Judged response(Unwrapped message, GivenSettings settings) {
        ReceivedResponse received = ReceivedResponse.parse(message.xml(), Limits.MESSAGE);
        Expectations expectations = settings.expectations(received.claimedInResponseTo());
        if (expectations == null) {
            return null;
        }
        List<String> notes = new ArrayList<>(timeNote(settings));
        if (settings.requestId() == null && expectations.requestId() != null) {
            notes.add(
                    "Which request it answers was taken from the message; --request-id checks it.");
        }
        if (settings.idpEntityId() == null) {
            notes.add(
                    "The issuer was not checked: neither --metadata nor --idp-entity-id was given.");
        }
        Verdict verdict = ResponseJudge.judge(received, expectations, settings.now());
        return switch (verdict) {
            case Verdict.Accepted accepted ->
                    new Judged(
                            accepted.identity().email(),
                            null,
                            null,
                            null,
                            accepted.checks(),
                            notes);
            case Verdict.Rejected rejected ->
                    new Judged(
                            null,
                            rejected.reason(),
                            rejected.expected(),
                            rejected.found(),
                            rejected.checks(),
                            notes);
        };
    }

    private static List<String> timeNote(GivenSettings settings) {
        return settings.atGiven()
                ? List.of()
                : List.of(
                        "It was judged as of "
                                + settings.now()
                                + ", its own IssueInstant where it has one; --at says another time.");
    }

    private static @Nullable Judged logout(Unwrapped message, GivenSettings settings) {
        Logout.Expectations expectations = settings.logoutExpectations();
        if (expectations == null) {
            return null;
        }
        Logout.Judgement judgement =
                message.query() == null
                        ? Logout.judgePost(
                                Base64.getEncoder().encodeToString(message.xml()),
                                expectations,
                                settings.now())
                        : Logout.judgeRedirect(message.query(), expectations, settings.now());
        return switch (judgement) {
            case Logout.Refused refused ->
                    new Judged(
                            null,
                            refused.reason(),
                            refused.expected(),
                            refused.found(),
                            List.of(),
                            timeNote(settings));
            case Logout.RequestAccepted request -> passed(request.nameId().value(), settings);
            case Logout.ResponseAccepted response -> passed(response.inResponseTo(), settings);
        };
    }

    private static Judged passed(String who, GivenSettings settings) {
        return new Judged(who, null, null, null, List.of(), timeNote(settings));
    }
}
