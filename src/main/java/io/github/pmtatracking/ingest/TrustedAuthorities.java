package io.github.pmtatracking.ingest;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.text.RootCause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.util.Collection;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authorities that may sign the certificate of the ingest API, or of a proxy that is used over
 * TLS: the certificates of {@code feeder.tls.ca-file}, else those of the file in the environment
 * variable {@code SSL_CERT_FILE}, else those that this Java trusts. The file is read once, at
 * start.
 *
 * @param context makes the connections
 * @param origin the setting and variable that decide about trust, for messages
 */
public record TrustedAuthorities(SSLContext context, String origin) {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedAuthorities.class);
  private static final String SETTING = "feeder.tls.ca-file";
  private static final String VARIABLE = "SSL_CERT_FILE";

  /**
   * Reads the setting and the variable.
   *
   * @throws BadSettingException when the setting's file cannot be used
   */
  public static TrustedAuthorities of(Settings settings, Map<String, String> environment) {
    String origin = settings.describe(SETTING);
    try {
      if (!settings.text(SETTING).isEmpty()) {
        return new TrustedAuthorities(context(settings.path(SETTING)), origin);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new BadSettingException(
          origin + ": wanted certificates in PEM: " + RootCause.message(e), e);
    }
    String file = environment.getOrDefault(VARIABLE, "");
    try {
      if (!file.isEmpty()) {
        return new TrustedAuthorities(
            context(Path.of(file)), origin + " and " + VARIABLE + " = \"" + file + "\"");
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      LOG.warn(
          "Certificate file of the environment ignored; wanted certificates in PEM; set {}:"
              + " variable={} file={} error={}",
          SETTING,
          VARIABLE,
          file,
          RootCause.message(e));
    }
    try {
      return new TrustedAuthorities(SSLContext.getDefault(), origin);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(Path file) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      int number = 0;
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("ca" + number++, certificate);
      }
      if (number == 0) {
        throw new CertificateException("there is no certificate in it");
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Why a certificate is not trusted, and the setting to change; null for other failures. */
  @Nullable String explain(Throwable thrown) {
    Throwable expired = RootCause.find(thrown, CertificateExpiredException.class);
    if (expired != null) {
      return "its certificate has expired (" + expired.getMessage() + ")";
    }
    Throwable early = RootCause.find(thrown, CertificateNotYetValidException.class);
    if (early != null) {
      return "its certificate is not valid yet ("
          + early.getMessage()
          + "); check the clock of this machine";
    }
    if (RootCause.find(thrown, CertPathBuilderException.class) != null
        || RootCause.find(thrown, CertPathValidatorException.class) != null) {
      return RootCause.message(thrown) + "; trusted authorities: " + origin;
    }
    return null;
  }
}
