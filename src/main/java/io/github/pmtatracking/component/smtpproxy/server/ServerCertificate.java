package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.net.Pem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy's own certificate, read from PEM files, and again when they have changed. A changed
 * pair that cannot be used is logged, and the one before serves on. Thread-safe.
 */
public final class ServerCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

  private final Path certificateFile;
  private final Path keyFile;
  private FileTime certificateTime;
  private FileTime keyTime;
  private X509Certificate certificate;
  private SSLContext context;

  /**
   * @throws IllegalArgumentException when the files cannot be used; the message names the file
   */
  ServerCertificate(Path certificateFile, Path keyFile) {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
    try {
      certificateTime = Files.getLastModifiedTime(certificateFile);
      keyTime = Files.getLastModifiedTime(keyFile);
      List<X509Certificate> chain = Pem.certificates(certificateFile);
      certificate = chain.get(0);
      context = context(chain, Pem.privateKey(keyFile));
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  private IllegalArgumentException unusable(Exception e) {
    return new IllegalArgumentException(
        "certificate "
            + certificateFile
            + " with key "
            + keyFile
            + " cannot be used (certificateFile, privateKeyFile; -certfile, -privkeyfile): "
            + reason(e));
  }

  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return "no permission to read " + denied.getFile();
    }
    return e.toString();
  }

  /** The context for the next handshake. */
  synchronized SSLContext context() {
    try {
      FileTime newCertificateTime = Files.getLastModifiedTime(certificateFile);
      FileTime newKeyTime = Files.getLastModifiedTime(keyFile);
      if (!newCertificateTime.equals(certificateTime) || !newKeyTime.equals(keyTime)) {
        certificateTime = newCertificateTime;
        keyTime = newKeyTime;
        List<X509Certificate> chain = Pem.certificates(certificateFile);
        context = context(chain, Pem.privateKey(keyFile));
        certificate = chain.get(0);
        LOG.info("Certificate {} was read again", certificateFile);
      }
    } catch (IOException | GeneralSecurityException e) {
      LOG.error("{}; the one before serves on", unusable(e).getMessage());
    }
    return context;
  }

  /** The name that the certificate was made for: its CN, or an empty text. */
  synchronized String commonName() {
    for (String part : certificate.getSubjectX500Principal().getName().split(",")) {
      if (part.startsWith("CN=")) {
        return part.substring(3);
      }
    }
    return "";
  }

  private static SSLContext context(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = {};
    store.setKeyEntry("proxy", key, password, chain.toArray(new X509Certificate[0]));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    // a mismatched pair would only show in the first handshake
    Pem.requirePair(chain.get(0), key);
    return context;
  }
}
