package dev.latchkey.cli;

import dev.latchkey.saml.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Cuts a stream into lines, and bounds what one of them can take of memory. */
final class Lines {
    static final int LONGEST = Limits.MESSAGE.lineBytes();

    private static final int LONGEST_ID = 1_000;

    /** What is read: a line, or what is known of one that is too long. */
    sealed interface Line {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(byte[] bytes) implements Line {}

    /** @param id the value of its field {@code id}, null where that can't be read */
    record TooLong(@Nullable JsonNode id) implements Line {}

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    Lines(InputStream in) {
        this.in = in;
    }

    /** The next line, or nothing at the end. */
    Optional<Line> next() throws IOException {
        if (!filled()) {
            return Optional.empty();
        }
        Rest rest = new Rest();
        byte[] line = rest.readNBytes(LONGEST + 1);
        if (line.length <= LONGEST) {
            return Optional.of(new Whole(line));
        }
        JsonNode id = id(new SequenceInputStream(new ByteArrayInputStream(line), rest));
        rest.transferTo(OutputStream.nullOutputStream());
        return Optional.of(new TooLong(id));
    }

    /** Looks for the id without keeping what stands around it. */
    private static @Nullable JsonNode id(InputStream line) {
        try (JsonParser parser = Json.MAPPER.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = parser.currentName().equals("id");
                JsonToken value = parser.nextToken();
                if (wanted) {
                    return id(value, parser);
                }
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            // What is no JSON has no id.
        }
        return null;
    }

    private static @Nullable JsonNode id(JsonToken value, JsonParser parser) {
        if (!value.isScalarValue() || parser.getStringLength() > LONGEST_ID) {
            return null;
        }
        return value == JsonToken.VALUE_STRING
                ? JsonNodeFactory.instance.stringNode(parser.getString())
                : Json.MAPPER.readTree(parser.getString());
    }

    /** Whether there is anything more to read. */
    private boolean filled() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end;
    }

    /** What is left of a line, which ends behind its line feed. */
    private final class Rest extends InputStream {
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (ended || !filled()) {
                ended = true;
                return -1;
            }
            int from = at;
            int last = Math.min(end, at + length);
            while (at < last && buffer[at] != '\n') {
                at++;
            }
            int count = at - from;
            System.arraycopy(buffer, from, into, offset, count);
            if (at < last) {
                at++;
                ended = true;
            }
            return count == 0 && ended ? -1 : count;
        }
    }
}
