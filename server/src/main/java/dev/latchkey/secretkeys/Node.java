package dev.latchkey.secretkeys;

import dev.latchkey.secrets.SecretBox;
import java.util.Set;
import java.util.UUID;

/**
 * This process among those on the database.
 *
 * @param wants the name of the key that shall seal, as soon as every node holds it
 * @param givenUp the names of keys that nobody has any more
 */
record Node(UUID id, KeyRing ring, String wants, Set<String> givenUp, String name, SecretBox box) {
    Node(KeyRing ring, String wants, Set<String> givenUp, String name, SecretBox box) {
        this(UUID.randomUUID(), ring, wants, givenUp, name, box);
    }

    /** The machine's name as the system tells it without asking the network, and the process. */
    static String nameHere() {
        String host = System.getenv("HOSTNAME");
        String machine = host == null || host.isBlank() ? hostFile() : host;
        return machine + " (process " + ProcessHandle.current().pid() + ")";
    }

    private static String hostFile() {
        try {
            return java.nio.file.Files.readString(java.nio.file.Path.of("/etc/hostname")).strip();
        } catch (java.io.IOException e) {
            return "a server";
        }
    }
}
