package dev.latchkey.secretkeys;

import dev.latchkey.secrets.SecretBox;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.Secret;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The keys, checked against the database when it is set up. Without that there is no box, and nothing that needs one.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretKeysSettings.class)
class SecretKeysConfiguration {
    @Bean
    KeyCheck keyCheck(KeyStore store, SealedValues values, TransactionTemplate transaction) {
        return new KeyCheck(store, values, transaction);
    }

    @Bean
    Node keyNode(KeyCheck check, LatchkeySettings settings, SecretKeysSettings more) {
        Secret given = settings.secretKeys();
        return check.enter(
                given == null ? null : given.reveal(),
                new KeyFile(settings.dataDir()),
                more.lostIds(),
                Node.nameHere());
    }

    @Bean
    SecretBox secretBox(Node node) {
        return node.box();
    }
}
