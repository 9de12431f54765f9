package dev.latchkey.demo;

import dev.latchkey.shared.LatchkeySettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The demo IdP's key pair for each tenant: made at the first start, kept in the data folder. */
@Component
@Profile("demo")
class IdpKeys {
    private static final Duration LIFE = Duration.ofDays(3653);

    /** The file's mode is what protects it; the format wants a password. */
    private static final char[] PASSWORD = "demo".toCharArray();

    private final Map<Tenant, Pair> pairs = new EnumMap<>(Tenant.class);

    IdpKeys(LatchkeySettings settings, Clock clock) {
        Path file = settings.dataDir().resolve("demo-idp.p12");
        try {
            KeyStore store = Files.exists(file) ? load(file) : make(file, clock.instant());
            for (Tenant tenant : Tenant.values()) {
                pairs.put(
                        tenant,
                        new Pair(
                                (PrivateKey) store.getKey(tenant.slug(), PASSWORD),
                                (X509Certificate) store.getCertificate(tenant.slug())));
            }
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the demo IdP's keys in " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo IdP's keys in " + file, e);
        }
    }

    /** A key and its self-signed certificate. */
    record Pair(PrivateKey key, X509Certificate certificate) {
        @Override
        public String toString() {
            return "***";
        }
    }

    Pair of(Tenant tenant) {
        return java.util.Objects.requireNonNull(pairs.get(tenant));
    }

    private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static KeyStore make(Path file, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        for (Tenant tenant : Tenant.values()) {
            KeyPair pair = generator.generateKeyPair();
            Certificate[] chain = {certificate(tenant, pair, now)};
            store.setKeyEntry(tenant.slug(), pair.getPrivate(), PASSWORD, chain);
        }
        save(store, file);
        return store;
    }

    private static X509Certificate certificate(Tenant tenant, KeyPair pair, Instant now)
            throws GeneralSecurityException, OperatorCreationException {
        X500Principal name = new X500Principal("CN=Demo IdP of " + tenant.organization());
        return new JcaX509CertificateConverter()
                .getCertificate(
                        new JcaX509v3CertificateBuilder(
                                        name,
                                        BigInteger.valueOf(now.toEpochMilli()),
                                        Date.from(now.minus(Duration.ofHours(1))),
                                        Date.from(now.plus(LIFE)),
                                        name,
                                        pair.getPublic())
                                .build(
                                        new JcaContentSignerBuilder("SHA256withRSA")
                                                .build(pair.getPrivate())));
    }

    private static void save(KeyStore store, Path file)
            throws GeneralSecurityException, IOException {
        Path folder = java.util.Objects.requireNonNull(file.getParent());
        Files.createDirectories(folder);
        Path fresh =
                Files.createTempFile(
                        folder,
                        "demo-idp",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(fresh)) {
            store.store(out, PASSWORD);
        }
        Files.move(fresh, file);
    }
}
