package io.github.pmtatracking.component.redisqueue;

import io.lettuce.core.SslOptions;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.CipherSuitesParameters;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.jspecify.annotations.Nullable;

/**
 * Gives Camel's TLS parameters to Lettuce: key managers, trust managers, protocols and cipher
 * suites. Lettuce has no counterpart for the other parameters.
 */
final class CamelTls {
  private CamelTls() {}

  /**
   * The options of Lettuce.
   *
   * @throws IllegalArgumentException when a key store or a certificate cannot be used
   */
  static SslOptions options(SSLContextParameters parameters, CamelContext context) {
    parameters.setCamelContext(context);
    KeyManager key = first(keyManagers(parameters));
    TrustManager trust = first(trustManagers(parameters));
    SecureSocketProtocolsParameters protocols = parameters.getSecureSocketProtocols();
    CipherSuitesParameters ciphers = parameters.getCipherSuites();
    return SslOptions.builder()
        .jdkSslProvider()
        .sslContext(
            builder -> {
              if (key != null) {
                builder.keyManager(key);
              }
              if (trust != null) {
                builder.trustManager(trust);
              }
              apply(builder, protocols, ciphers);
            })
        .build();
  }

  private static void apply(
      SslContextBuilder builder,
      @Nullable SecureSocketProtocolsParameters protocols,
      @Nullable CipherSuitesParameters ciphers) {
    if (protocols != null) {
      builder.protocols(List.copyOf(protocols.getSecureSocketProtocol()));
    }
    if (ciphers != null) {
      builder.ciphers(List.copyOf(ciphers.getCipherSuite()));
    }
  }

  private static KeyManager @Nullable [] keyManagers(SSLContextParameters parameters) {
    KeyManagersParameters keys = parameters.getKeyManagers();
    try {
      return keys == null ? null : keys.createKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("sslContextParameters: no usable key: " + e, e);
    }
  }

  private static TrustManager @Nullable [] trustManagers(SSLContextParameters parameters) {
    TrustManagersParameters trust = parameters.getTrustManagers();
    try {
      return trust == null ? null : trust.createTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("sslContextParameters: no usable certificates: " + e, e);
    }
  }

  private static <T> @Nullable T first(T @Nullable [] all) {
    return all == null || all.length == 0 ? null : all[0];
  }
}
