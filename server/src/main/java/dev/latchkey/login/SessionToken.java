package dev.latchkey.login;

import dev.latchkey.shared.Sid;
import dev.latchkey.shared.Tokens;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What a ticket and a session's cookie say: which session it is, and 256 random bits that only the holder knows. They
 * stand apart, so that a session changes its secret and keeps its place in the database.
 */
record SessionToken(UUID session, String secret) {
    private static final int ID_CHARS = 22;
    private static final int SECRET_CHARS = 43;

    /** Of a new session. */
    static SessionToken random() {
        return new SessionToken(Sid.newUuid(), Tokens.random());
    }

    /** The same session's, with another secret. */
    SessionToken renewed() {
        return new SessionToken(session, Tokens.random());
    }

    static Optional<SessionToken> parse(String text) {
        if (text.length() != ID_CHARS + SECRET_CHARS) {
            return Optional.empty();
        }
        try {
            ByteBuffer id =
                    ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.substring(0, ID_CHARS)));
            return Optional.of(
                    new SessionToken(
                            new UUID(id.getLong(), id.getLong()), text.substring(ID_CHARS)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    String text() {
        byte[] id =
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(session.getMostSignificantBits())
                        .putLong(session.getLeastSignificantBits())
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id) + secret;
    }

    byte[] secretHash() {
        return Tokens.hash(secret);
    }

    @Override
    public String toString() {
        return session + " ***";
    }
}
