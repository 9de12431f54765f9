/**
 * How a person signs in and out: the one dispatcher, discovery by email, password, SSO, sessions, logout, reference
 * numbers for failures. Asks SignInPolicy who may use what, and never names enforcement, which answers: sign-ins work
 * without knowing how somebody came to use which way.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "saml",
            "url",
            "shared",
            "http",
            "connections",
            "directory",
            "operators",
            "audit",
            "web",
            "mail",
            "limits"
        })
@dev.latchkey.shared.Tables(
        own = {
            "authn_request",
            "spent_assertion",
            "session",
            "password_reset",
            "sign_in_failure",
            "sso_sign_in",
            "sso_identifier",
            "sso_identifier_question",
            "sign_in_by_sso"
        },
        published = {"login_history", "login_failure"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.login;
