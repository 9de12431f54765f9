package dev.latchkey.failures;

import dev.latchkey.shared.ErrorCode;

/** Why a sign-in did not come about, apart from what the SAML judge finds in a message. */
public enum LoginError implements ErrorCode {
    WRONG_CREDENTIALS(
            "wrong_credentials",
            "The address is unknown, the user is inactive or has no password, or the password is wrong.",
            "Check the address in the directory; the person can reset the password.",
            "The email address or the password is not right."),
    TOO_MANY_ATTEMPTS(
            "too_many_attempts",
            "There were too many wrong attempts from this network, or too many at once for this address.",
            "Wait a quarter of an hour.",
            "There were too many attempts. Please wait a few minutes and try again."),
    WRONG_RECOVERY_CODE(
            "wrong_recovery_code",
            "The address is not that of an active emergency admin, or the recovery code is wrong, used or replaced.",
            "Check under Emergency access who is an emergency admin and has codes left.",
            "The email address or the recovery code is not right, or the code has already been used."),
    AMBIGUOUS_ADDRESS(
            "ambiguous_address",
            "Several users have addresses that differ only in case, so nobody can say who this is.",
            "Correct the address of one of them.",
            "Your account needs a correction before you can sign in. Please contact your administrator."),
    IDENTIFIER_MISSING(
            "identifier_missing",
            "The connection remembers the identity provider's own identifier, and the message has none, or several.",
            "Have the identity provider send the persistent NameID or the attribute, or turn this off for the connection.",
            "Your identity provider did not say clearly who you are. Please contact your administrator."),
    IDENTIFIER_CHANGED(
            "identifier_changed",
            "The identity provider's own identifier is not the one that is remembered for this user.",
            "Find out whether it is the same person, and answer under \"Is it the same person?\".",
            "Your administrator has to confirm that it is you. Please contact them."),
    CONNECTION_UNAVAILABLE(
            "connection_unavailable",
            "The connection does not exist or is switched off.",
            "Switch the connection on, or correct the address that was used.",
            "Single sign-on is not available at this address."),
    KEY_UNAVAILABLE(
            "key_unavailable",
            "Our private key for the connection cannot be opened, and it was needed: to sign, or to decrypt what arrived.",
            "See Secret keys, put back the key that is missing there, and start the server again.",
            "Single sign-on does not work here at the moment. Please contact your administrator."),
    REQUEST_TOO_LARGE(
            "request_too_large",
            "The request was larger than any sign-in message may be.",
            "Have the IdP send fewer attributes, such as group lists, or raise LATCHKEY_MESSAGE_MAX_BYTES.",
            "The answer from your identity provider could not be read."),
    LENGTH_MISSING(
            "length_missing",
            "The request did not say how long it is (Content-Length), so it was not read.",
            "Have the proxy in front of us send Content-Length: it must not forward forms in chunks.",
            "The answer from your identity provider could not be read."),
    MESSAGE_MISSING(
            "message_missing",
            "The request carried no SAMLResponse, or more than one.",
            "Configure the IdP to use the HTTP-POST binding for the ACS URL: neither HTTP-Artifact nor HTTP-Redirect is accepted there.",
            "The answer from your identity provider could not be read."),
    MESSAGE_REJECTED(
            "message_rejected",
            "The SAML message did not pass the checks.",
            "See the failed check.",
            "The answer from your identity provider was not accepted."),
    IDP_DECLINED(
            "idp_declined",
            "The identity provider did not sign the person in: they cancelled, or it refused them.",
            "See the status that it sent, and its log.",
            "Your identity provider did not sign you in. If you cancelled there, you can start again."),
    REQUEST_UNKNOWN(
            "request_unknown",
            "The Response answers a request that was not made for this connection.",
            "Start the sign-in again; check that the IdP's ACS URL is the one of this connection.",
            "This sign-in was not started here. Please start again."),
    REQUEST_EXPIRED(
            "request_expired",
            "The Response answers a request that has expired.",
            "Start the sign-in again.",
            "Signing in took too long. Please start again."),
    REQUEST_ANSWERED(
            "request_answered",
            "The request had already been answered.",
            "Start the sign-in again.",
            "This sign-in has already been used. Please start again."),
    ASSERTION_REPLAYED(
            "assertion_replayed",
            "The assertion had already been used.",
            "Start the sign-in again; if nobody pressed reload, find out who sent it twice.",
            "This sign-in has already been used. Please start again."),
    UNSOLICITED_LOOP(
            "unsolicited_loop",
            "The IdP answered our request with a Response that names no request.",
            "Configure the IdP to send InResponseTo, or let the connection accept unsolicited Responses.",
            "Your identity provider's answer did not belong to this sign-in."),
    USER_UNKNOWN(
            "user_unknown",
            "The organization of this connection has no user with the address that the IdP sent.",
            "Create the user, or correct the address at the IdP or in the directory.",
            "There is no account for you here. Please contact your administrator."),
    USER_INACTIVE(
            "user_inactive",
            "The user is inactive.",
            "Activate the user if the person should have access.",
            "Your account is switched off. Please contact your administrator."),
    USER_NOT_ENABLED(
            "user_not_enabled",
            "The user is not enabled for this connection.",
            "Enable the user for this connection.",
            "Single sign-on is not switched on for your account. Please contact your administrator."),
    SSO_ONLY(
            "sso_only",
            "The user signs in through single sign-on only, so there is no password to set.",
            "Take the user out of enforcement first if they need a password.",
            "Your organization uses single sign-on."),
    ADDRESS_NEW(
            "address_new",
            "The user's address was changed recently and its old mailbox did not agree, so no password can be set with a link yet.",
            "Wait until that time is over, or give the user the old address back. Their current password still works.",
            "Your sign-in address was changed recently. You cannot set a new password yet."),
    TICKET_INVALID(
            "ticket_invalid",
            "The link that ends a sign-in was unknown, used or expired.",
            "Start the sign-in again.",
            "This sign-in has already been used or took too long. Please start again."),
    OTHER_BROWSER(
            "other_browser",
            "The sign-in was started in one browser and finished in another.",
            "Start the sign-in again in one browser, with cookies allowed.",
            "This sign-in was started in another browser. Please start again here."),
    LOGOUT_REJECTED(
            "logout_rejected",
            "The logout message did not pass the checks, or had been used before.",
            "See the failed check; compare the certificate and the single logout URL.",
            "The logout message from your identity provider was not accepted.");

    private final String code;
    private final String meaning;
    private final String remedy;
    private final String sentence;

    LoginError(String code, String meaning, String remedy, String sentence) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
        this.sentence = sentence;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }

    /** What the person who wanted to sign in reads: plain, and without any cause that would help an attacker. */
    public String sentence() {
        return sentence;
    }
}
