package dev.latchkey.cryptography;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes the providers of the whole process and puts them back. */
class CryptographyProviderTest {
    private List<Provider> before = List.of();

    @BeforeEach
    void theJdkAlone() {
        Security.removeProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
        before = List.of(Security.getProviders());
    }

    @AfterEach
    void putBack() {
        System.clearProperty(CryptographyProvider.PROPERTY);
        CryptographyProvider.install();
    }

    @Test
    void correttoVerifiesWhereItsLibraryLoads() {
        CryptographyProvider.install();
        boolean loads = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
        assertThat(CryptographyProvider.inUse().startsWith("AmazonCorrettoCryptoProvider "))
                .isEqualTo(loads);
    }

    @Test
    void installingTwiceIsInstallingOnce() {
        CryptographyProvider.install();
        List<Provider> once = List.of(Security.getProviders());
        CryptographyProvider.install();
        assertThat(Security.getProviders()).containsExactlyElementsOf(once);
    }

    @Test
    void theJdkVerifiesWhereThatIsAskedFor() {
        System.setProperty(CryptographyProvider.PROPERTY, "jdk");
        CryptographyProvider.install();
        assertThat(Security.getProviders()).containsExactlyElementsOf(before);
        assertThat(new CryptographyHealth().health().getDetails())
                .containsEntry("provider", CryptographyProvider.inUse());
    }
}
