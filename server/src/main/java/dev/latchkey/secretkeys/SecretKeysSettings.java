package dev.latchkey.secretkeys;

import java.util.Arrays;
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
}
