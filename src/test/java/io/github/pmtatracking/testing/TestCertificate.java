package io.github.pmtatracking.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
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
    return create(folder, name, "now");
  }

  /**
   * As above, for {@code api.example.test} too.
   *
   * @param start when its 30 days begin, as keytool reads it: {@code -40d}
   */
  public static TestCertificate create(Path folder, String name, String start) throws Exception {
    Files.createDirectories(folder);
    Path file = folder.resolve("store-" + name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "x",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost,dns:api.example.test,ip:127.0.0.1",
                "-startdate",
                start.equals("now") ? "-1H" : start,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool failed: " + said);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    TestCertificate made = new TestCertificate(store, folder);
    made.write();
    return made;
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
