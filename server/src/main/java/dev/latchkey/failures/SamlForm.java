package dev.latchkey.failures;

import dev.latchkey.saml.Limits;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The form that carries a message, before the message is looked at. */
public final class SamlForm {
    private SamlForm() {}

    /** A form that is larger than one with the largest message, or does not say how large it is; null for others. */
    public static @Nullable Failure tooLarge(HttpServletRequest request, Limits limits) {
        long length = request.getContentLengthLong();
        if (length >= 0 && length <= limits.formBytes()) {
            return null;
        }
        return Failure.of(
                UnreadMessages.error(request),
                "a form of at most "
                        + limits.formBytes()
                        + " bytes (four times LATCHKEY_MESSAGE_MAX_BYTES)",
                length < 0 ? "no Content-Length" : length + " bytes");
    }

    /** A form without a message, or with too many. */
    public static Failure missing(HttpServletRequest request, String wanted) {
        return Failure.of(LoginError.MESSAGE_MISSING, wanted, found(request));
    }

    private static String found(HttpServletRequest request) {
        if (request.getParameter("SAMLart") != null) {
            return "an artifact (SAMLart), which is not resolved here: the IdP must use HTTP-POST";
        }
        for (String name : new String[] {"SAMLResponse", "SAMLRequest"}) {
            String[] values = request.getParameterValues(name);
            if (values != null) {
                return values.length + " of " + name;
            }
        }
        return request.getParameter("wresult") == null
                ? "neither SAMLResponse nor SAMLRequest"
                : "a message of WS-Federation (wresult)";
    }
}
