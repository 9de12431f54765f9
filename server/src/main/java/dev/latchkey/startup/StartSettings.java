package dev.latchkey.startup;

import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Setting;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/** Where the server listens, and the names of the launcher's own settings, which the server does not read. */
final class StartSettings implements DeclaredSettings {
    static final String PORT = "LATCHKEY_PORT";
    static final String DEMO_ADDRESS = "LATCHKEY_DEMO_ADDRESS";

    static final Set<String> OF_THE_LAUNCHER =
            Set.of("LATCHKEY_JAVA_HOME", "LATCHKEY_JAVA_OPTIONS");

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.number(PORT, "server.port", 1, 0xffff),
                Setting.of(
                        DEMO_ADDRESS,
                        "server.address",
                        "an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them",
                        StartSettings::isOurs));
    }

    private static boolean isOurs(String text) {
        try {
            InetAddress address = InetAddress.getByName(text);
            return !text.isBlank()
                    && (address.isAnyLocalAddress()
                            || address.isLoopbackAddress()
                            || NetworkInterface.getByInetAddress(address) != null);
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }
}
