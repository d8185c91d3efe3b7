package io.github.pmtatracking.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that signs itself, for localhost, made by the JDK's keytool. */
public final class TestCertificate {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final KeyStore store;
  private final Path folder;

  private TestCertificate(KeyStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /**
   * Makes one, with {@code certificate.pem} and {@code key.pem} in a folder.
   *
   * @param name its CN
   */
  public static TestCertificate create(Path folder, String name) throws Exception {
    Files.createDirectories(folder);
    Path file = folder.resolve("store-" + name + ".p12");
    keytool(file, "x", name, "-validity", "30");
    TestCertificate made = new TestCertificate(load(file), folder);
    made.write();
    return made;
  }

  /**
   * A certificate that has expired, of an authority that has not: {@code certificate.pem} is that
   * of the authority.
   */
  public static TestCertificate expired(Path folder) throws Exception {
    Files.createDirectories(folder);
    Path file = folder.resolve("store-expired.p12");
    keytool(file, "ca", "authority", "-validity", "30", "-ext", "bc:c");
    keytool(file, "x", "old", "-validity", "30", "-startdate", "-40d", "-signer", "ca");
    KeyStore store = load(file);
    Certificate authority = store.getCertificate("ca");
    store.deleteEntry("ca");
    TestCertificate made = new TestCertificate(store, folder);
    made.write();
    pem(made.certificateFile(), "CERTIFICATE", authority.getEncoded());
    return made;
  }

  private static void keytool(Path file, String alias, String name, String... more)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost,dns:api.example.test,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString()));
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool failed: " + said);
    }
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  /** Writes both files anew. */
  public void write() throws IOException, GeneralSecurityException {
    pem(certificateFile(), "CERTIFICATE", store.getCertificate("x").getEncoded());
    pem(keyFile(), "PRIVATE KEY", store.getKey("x", PASSWORD).getEncoded());
  }

  private static void pem(Path file, String type, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
  }

  public Path certificateFile() {
    return folder.resolve("certificate.pem");
  }

  public Path keyFile() {
    return folder.resolve("key.pem");
  }

  /** Serves with this certificate, and as a client trusts no other. */
  public SSLContext context() throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try {
      trusted.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    trusted.setCertificateEntry("x", store.getCertificate("x"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
