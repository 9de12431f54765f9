package dev.latchkey.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;

/** The nginx that docs/operations.md describes, in front of a server of a test, with a certificate of its own. */
public final class Nginx implements AutoCloseable {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\n(server \\{.*?)^```$");
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Process process;
    private final URI base;
    private final SSLContext trust;

    private Nginx(Process process, URI base, SSLContext trust) {
        this.process = process;
        this.base = base;
        this.trust = trust;
    }

    /** Starts it in this folder, which may be removed once it is closed. */
    public static Nginx of(Path document, int server, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        int port = freePort();
        KeyStore keys = keys(folder);
        pem(folder.resolve("key.pem"), "PRIVATE KEY", keys.getKey("tls", PASSWORD).getEncoded());
        pem(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("tls").getEncoded());
        String block =
                BLOCK.matcher(Files.readString(document))
                        .results()
                        .map(found -> found.group(1))
                        .filter(found -> found.contains("proxy_pass"))
                        .findFirst()
                        .orElseThrow();
        String here =
                block.replace("listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;")
                        .replaceAll("ssl_certificate /[^;]+", "ssl_certificate cert.pem")
                        .replaceAll("ssl_certificate_key /[^;]+", "ssl_certificate_key key.pem")
                        .replace("127.0.0.1:8080", "127.0.0.1:" + server);
        String whole =
                (System.getProperty("user.name").equals("root") ? "user root;\n" : "")
                        + "daemon off;\nworker_processes 1;\npid nginx.pid;\nerror_log stderr;\n"
                        + "events {}\nhttp {\naccess_log off;\n"
                        + Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                                .map(each -> each + "_temp_path " + each + ";\n")
                                .reduce("", String::concat)
                        + here
                        + "}\n";
        Files.writeString(folder.resolve("nginx.conf"), whole);
        Process process =
                new ProcessBuilder(
                                program().toString(),
                                "-p",
                                folder + "/",
                                "-e",
                                "stderr",
                                "-c",
                                "nginx.conf")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        await(process, port, folder);
        return new Nginx(process, URI.create("https://localhost:" + port), trust(keys));
    }

    private static Path program() {
        Stream<Path> places =
                Stream.concat(
                        Pattern.compile(":")
                                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                                .map(Path::of),
                        List.of(Path.of("/usr/sbin"), Path.of("target/nginx/usr/sbin")).stream());
        return places.map(place -> place.resolve("nginx").toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() ->
                        Assumptions.abort("there is no nginx here; ./latchkey test fetches one"));
    }

    private static KeyStore keys(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "tls",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=sso.example.com",
                                "-ext",
                                "san=dns:localhost,dns:sso.example.com",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .start();
        keytool.getInputStream().readAllBytes();
        keytool.waitFor();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static void pem(Path file, String what, byte[] der) throws IOException {
        String base64 =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        Files.writeString(
                file, "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
    }

    private static SSLContext trust(KeyStore keys) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("tls", keys.getCertificate("tls"));
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static void await(Process process, int port, Path folder)
            throws IOException, InterruptedException {
        Instant end = Instant.now().plusSeconds(30);
        while (process.isAlive() && Instant.now().isBefore(end)) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        throw new IllegalStateException(
                "nginx did not start: " + Files.readString(folder.resolve("log")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The address that it answers at. */
    public URI base() {
        return base;
    }

    /** For a client that is to take its certificate. */
    public SSLContext trust() {
        return trust;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
