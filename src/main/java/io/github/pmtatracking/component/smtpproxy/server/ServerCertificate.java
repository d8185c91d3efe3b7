package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
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
 * The proxy's own certificate from PEM files. Changed files are read again before the next
 * handshake; if they cannot be used, that is logged and the previous certificate stays in use.
 * Thread-safe.
 */
final class ServerCertificate implements ServerTls {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

  private final Path certificateFile;
  private final Path keyFile;
  private FileTime certificateTime;
  private FileTime keyTime;
  private X509Certificate certificate;
  private SSLContext context;

  /**
   * @throws InvalidOptionException when the files cannot be used; the message names the file
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

  private InvalidOptionException unusable(Exception e) {
    return new InvalidOptionException(
        "certificateFile",
        "certificate "
            + certificateFile
            + " with private key "
            + keyFile
            + " cannot be used: "
            + reason(e));
  }

  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return "file " + missing.getFile() + " does not exist";
    }
    if (e instanceof AccessDeniedException denied) {
      return "no permission to read " + denied.getFile();
    }
    return e.toString();
  }

  @Override
  public synchronized SSLContext context() {
    try {
      FileTime newCertificateTime = Files.getLastModifiedTime(certificateFile);
      FileTime newKeyTime = Files.getLastModifiedTime(keyFile);
      if (!newCertificateTime.equals(certificateTime) || !newKeyTime.equals(keyTime)) {
        certificateTime = newCertificateTime;
        keyTime = newKeyTime;
        List<X509Certificate> chain = Pem.certificates(certificateFile);
        context = context(chain, Pem.privateKey(keyFile));
        certificate = chain.get(0);
        LOG.info("Certificate reloaded: file={}", certificateFile);
      }
    } catch (IOException | GeneralSecurityException e) {
      LOG.error("{}; keeping the previous certificate", unusable(e).reason());
    }
    return context;
  }

  @Override
  public synchronized String commonName() {
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
    // otherwise a mismatched pair is found only in the first handshake
    Pem.requirePair(chain.get(0), key);
    return context;
  }
}
