package dev.latchkey.failures;

import dev.latchkey.saml.Check;
import dev.latchkey.saml.Reason;
import dev.latchkey.saml.Verdict;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a sign-in failed, for the record.
 *
 * @param error what the person is told
 * @param code the exact reason: the error's own code, or the SAML judge's
 * @param expected what was wanted
 * @param found what arrived; hostile text
 */
public record Failure(
        LoginError error,
        String code,
        @Nullable String expected,
        @Nullable String found,
        List<Check> checks) {

    public static Failure of(LoginError error) {
        return of(error, null, null);
    }

    public static Failure of(LoginError error, @Nullable String expected, @Nullable String found) {
        return new Failure(error, ((ErrorCode) error).code(), expected, found, List.of());
    }

    /** An error with what is in the way of it. */
    public static Failure of(LoginError error, Problem problem) {
        return of(error, "our private key", problem.detail());
    }

    public static Failure of(Verdict.Rejected rejected) {
        return new Failure(
                // What an IdP says without signing it is believed as far as this sentence goes.
                rejected.reason() == Reason.STATUS_NOT_SUCCESS
                        ? LoginError.IDP_DECLINED
                        : LoginError.MESSAGE_REJECTED,
                rejected.reason().code(),
                rejected.expected(),
                rejected.found(),
                rejected.checks());
    }
}
