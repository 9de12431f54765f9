package dev.latchkey.login;

import dev.latchkey.web.ReturnTo;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in is for. It is settled when the sign-in is asked for, and kept on our side from then on: with the
 * AuthnRequest while the person is at their IdP, with the session while it waits for its browser. Nothing that a browser
 * sends afterwards changes it.
 *
 * <p>A further purpose is a record here, a {@link Kind}, and a case in {@link LoginFlow#next}. One with parameters of its
 * own, such as an OIDC request that waits for its user, keeps them in a table of its own and only their id here.
 */
public sealed interface Purpose {
    /** To be signed in, and nothing else. */
    record SignIn() implements Purpose {
        @Override
        public String page() {
            return ReturnTo.DEFAULT;
        }

        @Override
        public Kind kind() {
            return Kind.SIGN_IN;
        }
    }

    /** To go on with a page that could not be shown without a session; it is a path of this server. */
    record Resume(String page) implements Purpose {
        public Resume {
            if (!ReturnTo.local(page).equals(page)) {
                throw new IllegalArgumentException("no page of this server");
            }
        }

        @Override
        public Kind kind() {
            return Kind.RESUME;
        }
    }

    /** The purposes by the names that the database knows them by. */
    enum Kind {
        SIGN_IN,
        RESUME
    }

    /** The page that this leads to where nothing comes first. */
    String page();

    Kind kind();

    /** The page as it is kept; null where the kind says it all. */
    default @Nullable String stored() {
        return switch (this) {
            case SignIn() -> null;
            case Resume(String page) -> page;
        };
    }

    /** To go on with this page; only to be signed in where it is none of ours, or the one that everybody arrives at. */
    static Purpose of(@Nullable String wish) {
        String page = ReturnTo.local(wish);
        return page.equals(ReturnTo.DEFAULT) ? new SignIn() : new Resume(page);
    }
}
