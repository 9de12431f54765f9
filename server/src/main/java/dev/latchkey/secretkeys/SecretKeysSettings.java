package dev.latchkey.secretkeys;

import dev.latchkey.secrets.MasterKey;
import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param lost the names of keys that nobody has any more, with commas between: the start does not ask for them
 */
@ConfigurationProperties("latchkey.secret-keys-given-up")
record SecretKeysSettings(@DefaultValue("") String lost) {
    Set<String> lostIds() {
        return Arrays.stream(lost.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    static final class Declared implements DeclaredSettings {
        @Override
        public List<Setting> settings() {
            return List.of(
                    Setting.secret(
                                    "LATCHKEY_SECRET_KEYS",
                                    "latchkey.secret-keys",
                                    "name:base64 of 32 bytes, several with commas between",
                                    text -> KeyRing.parse(text, "LATCHKEY_SECRET_KEYS"))
                            .optional(),
                    Setting.of(
                                    "LATCHKEY_LOST_SECRET_KEYS",
                                    "latchkey.secret-keys-given-up.lost",
                                    "names of secret keys with commas between, of 1 to 32 letters, digits,"
                                            + " dots, hyphens or underscores each",
                                    text ->
                                            new SecretKeysSettings(text)
                                                    .lostIds().stream().allMatch(MasterKey::isId))
                            .optional());
        }
    }
}
