package dev.latchkey.listing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A place in a long list: behind a row, or before it. It stands in links and comes back from a browser, so it says only
 * where to begin; whose rows they are and which of them is up to the query.
 *
 * @param keys the row's sort keys
 */
record Place(boolean forward, List<String> keys) {
    private static final int LONGEST = 4000;

    Place {
        keys = List.copyOf(keys);
    }

    /** What {@link #toString} wrote; empty for anything else. */
    static Optional<Place> parse(String text, int keys) {
        if (text.length() < 2 || text.length() > LONGEST || text.charAt(1) != '.') {
            return Optional.empty();
        }
        char side = text.charAt(0);
        if (side != 'a' && side != 'b') {
            return Optional.empty();
        }
        try {
            List<String> found = new ArrayList<>();
            for (String each : text.substring(2).split("\\.", -1)) {
                found.add(plain(each));
            }
            return found.size() == keys
                    ? Optional.of(new Place(side == 'a', found))
                    : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String plain(String written) throws CharacterCodingException {
        ByteBuffer octets = ByteBuffer.wrap(Base64.getUrlDecoder().decode(written));
        String plain = StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
        if (plain.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the database can't hold this character");
        }
        return plain;
    }

    @Override
    public String toString() {
        return keys.stream()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .map(Base64.getUrlEncoder().withoutPadding()::encodeToString)
                .collect(Collectors.joining(".", forward ? "a." : "b.", ""));
    }
}
