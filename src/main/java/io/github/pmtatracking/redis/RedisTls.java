package io.github.pmtatracking.redis;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.text.RootCause;
import io.lettuce.core.SslOptions;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS settings ({@code redis.tls.*}): the authorities that may have signed the certificate of
 * Redis, and the client certificate. The files are read again for each connection.
 *
 * @param options for Lettuce
 * @param trust the setting of the authorities and its origin, for messages
 * @param identity the same for the client certificate
 */
record RedisTls(SslOptions options, String trust, String identity) {
  private static final String CA_FILE = "redis.tls.ca-file";
  private static final String CERTIFICATE = "redis.tls.certificate";
  private static final String KEY = "redis.tls.key";

  /** The text that Netty's native transport puts before the message of the system. */
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-\\d+\\): ");

  /**
   * Reads the settings.
   *
   * @throws BadSettingException when a file cannot be used, or one of certificate and key is
   *     missing
   */
  static RedisTls of(Settings settings) {
    SslOptions.Builder options = SslOptions.builder();
    if (!settings.text(CA_FILE).isEmpty()) {
      File authorities = settings.path(CA_FILE).toFile();
      attempt(
          settings,
          CA_FILE,
          "certificates in PEM",
          () -> SslContextBuilder.forClient().trustManager(authorities).build());
      options.trustManager(authorities);
    }
    if (settings.text(CERTIFICATE).isEmpty() != settings.text(KEY).isEmpty()) {
      throw new BadSettingException(
          settings.describe(CERTIFICATE)
              + " and "
              + settings.describe(KEY)
              + ": wanted both or none");
    }
    if (!settings.text(CERTIFICATE).isEmpty()) {
      File certificate = settings.path(CERTIFICATE).toFile();
      File key = settings.path(KEY).toFile();
      attempt(
          settings,
          CERTIFICATE,
          "certificates in PEM",
          () -> SslContextBuilder.forClient().trustManager(certificate).build());
      attempt(
          settings,
          KEY,
          "the certificate's key in PEM, PKCS#8 without password (openssl pkcs8 -topk8 -nocrypt"
              + " makes one)",
          () -> SslContextBuilder.forClient().keyManager(certificate, key).build());
      options.keyManager(certificate, key, null);
    }
    return new RedisTls(
        options.build(), settings.describe(CA_FILE), settings.describe(CERTIFICATE));
  }

  private interface Reading {
    Object read() throws Exception;
  }

  private static void attempt(Settings settings, String key, String wanted, Reading reading) {
    try {
      reading.read();
    } catch (Exception e) {
      throw new BadSettingException(
          settings.describe(key) + ": wanted " + wanted + ": " + RootCause.of(e).getMessage(), e);
    }
  }

  /** Why a connection failed, and which setting may correct it. */
  String explain(Throwable thrown) {
    Throwable root = RootCause.of(thrown);
    String message = Objects.requireNonNullElse(root.getMessage(), root.toString());
    if (message.startsWith("NOAUTH ")) {
      return "NOAUTH: it asks for a password; wanted redis://[user:]password@host";
    }
    message = SYSTEM_CALL.matcher(message).replaceFirst("");
    String setting = setting(thrown, message);
    return setting == null ? message : message + "; see " + setting;
  }

  private @Nullable String setting(Throwable thrown, String message) {
    if (RootCause.find(thrown, CertPathBuilderException.class) != null
        || RootCause.find(thrown, CertPathValidatorException.class) != null) {
      return trust + " for the authorities that may have signed its certificate";
    }
    if (message.contains("alert") && RootCause.find(thrown, SSLException.class) != null) {
      return identity + " and redis.tls.key for the client certificate";
    }
    return null;
  }
}
