/**
 * How a person signs in: the one dispatcher, discovery by email, password, SSO, sessions. Asks SignInPolicy who may use
 * what, and never names enforcement, which answers: sign-ins work without knowing how somebody came to use which way.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "saml",
            "url",
            "shared",
            "secrets",
            "http",
            "failures",
            "connections",
            "directory",
            "operators",
            "audit",
            "web",
            "shell",
            "mail",
            "limits"
        })
@dev.latchkey.shared.Tables(
        own = {
            "authn_request",
            "spent_assertion",
            "session",
            "sso_sign_in",
            "sso_identifier",
            "sso_identifier_question",
            "sign_in_by_sso"
        },
        published = "login_history")
@org.jspecify.annotations.NullMarked
package dev.latchkey.login;
