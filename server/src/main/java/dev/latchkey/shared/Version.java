package dev.latchkey.shared;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which Latchkey this is: what the build wrote into META-INF/build-info.properties. */
public final class Version {
    private static final String TEXT = read();

    private Version() {}

    /** Such as {@code 1.2.0}; {@code unreleased} where it runs from classes that no build has put together. */
    public static String text() {
        return TEXT;
    }

    private static String read() {
        try (InputStream in =
                Version.class.getResourceAsStream("/META-INF/build-info.properties")) {
            Properties build = new Properties();
            if (in != null) {
                build.load(in);
            }
            return build.getProperty("build.version", "unreleased");
        } catch (IOException e) {
            return "unreleased";
        }
    }
}
