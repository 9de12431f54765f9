package dev.latchkey.secretkeys;

import dev.latchkey.secrets.MasterKey;
import dev.latchkey.shared.CannotStart;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys that this node was given, the one that is to seal first. No two have one name. */
record KeyRing(List<Entry> entries) {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    KeyRing {
        entries = List.copyOf(entries);
    }

    /**
     * A key and where it came from.
     *
     * @param source the setting or the file, as a sentence names it
     */
    record Entry(MasterKey key, String source) {}

    /** Reads {@code id:base64} entries with commas or line ends between; throws CannotStart, and shows no key in it. */
    static KeyRing parse(String text, String source) {
        List<Entry> read = new ArrayList<>();
        String plain =
                text.isEmpty() || text.charAt(0) != BYTE_ORDER_MARK ? text : text.substring(1);
        int number = 0;
        for (String entry : plain.split("[,\r\n]", -1)) {
            if (!entry.isBlank()) {
                number++;
                read.add(new Entry(key(entry.strip(), number, source), source));
            }
        }
        if (read.isEmpty()) {
            throw unusable(source, "there is no key in it");
        }
        return new KeyRing(List.of()).and(new KeyRing(read), false);
    }

    private static MasterKey key(String entry, int number, String source) {
        int colon = entry.indexOf(':');
        if (colon < 0 || !MasterKey.isId(entry.substring(0, colon))) {
            throw unusable(
                    source,
                    "entry "
                            + number
                            + " does not begin with a name and a colon; a name is 1 to 32 letters,"
                            + " digits, dots, hyphens or underscores");
        }
        byte[] key = decoded(entry.substring(colon + 1).strip());
        if (key.length != MasterKey.LENGTH) {
            throw unusable(
                    source,
                    "what follows the name in entry " + number + " is not 32 bytes in base64");
        }
        return new MasterKey(entry.substring(0, colon), key);
    }

    /** Both alphabets of RFC 4648, with and without padding. */
    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static CannotStart unusable(String source, String why) {
        return new CannotStart(
                source + " can't be used: " + why + ".",
                "It must be name:base64 of 32 bytes, several with commas between, the current one"
                        + " first.",
                null);
    }

    /** These keys and then those; what is in both counts once. Throws CannotStart where a name has two keys. */
    KeyRing and(KeyRing others) {
        return and(others, true);
    }

    private KeyRing and(KeyRing others, boolean mayRepeat) {
        List<Entry> all = new ArrayList<>(entries);
        for (Entry other : others.entries) {
            Optional<Entry> known =
                    all.stream()
                            .filter(each -> each.key().id().equals(other.key().id()))
                            .findFirst();
            if (known.isEmpty()) {
                all.add(other);
            } else if (!mayRepeat || !known.get().key().isSameAs(other.key())) {
                throw doubled(known.get(), other);
            }
        }
        return new KeyRing(all);
    }

    private static CannotStart doubled(Entry one, Entry other) {
        boolean together = one.source().equals(other.source());
        return new CannotStart(
                together
                        ? "Two secret keys in " + one.source() + " are called '" + one.key() + "'."
                        : "The secret key '"
                                + one.key()
                                + "' in "
                                + one.source()
                                + " is another one than that in "
                                + other.source()
                                + ".",
                together
                        ? "Give each its own name: what is sealed names its key."
                        : "Find out which of them sealed this database. Leave the other one out, or"
                                + " move the file away.",
                null);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<MasterKey> keys() {
        return entries.stream().map(Entry::key).toList();
    }

    Set<String> ids() {
        return entries.stream()
                .map(each -> each.key().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    Optional<Entry> find(String id) {
        return entries.stream().filter(each -> each.key().id().equals(id)).findFirst();
    }
}
