package io.github.pmtatracking.component.redisqueue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.RedisServer;
import io.github.pmtatracking.testing.TestCertificate;
import io.github.pmtatracking.text.RootCause;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel's TLS parameters on the connection of an endpoint. */
class RedisQueueTlsIT {
  @TempDir private Path folder;
  private TestCertificate certificate;
  private RedisServer server;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws Exception {
    certificate = TestCertificate.create(folder.resolve("tls"), "redis");
    server = RedisServer.start(folder.resolve("data"), certificate);
    context.getShutdownStrategy().setTimeout(5);
  }

  @AfterEach
  void stop() {
    context.stop();
    server.close();
  }

  @Test
  void theParametersOfTheEndpointSayWhomItTrusts() throws Exception {
    context.getRegistry().bind("tls", trust(certificate));
    consume("rediss", "&sslContextParameters=#tls");

    server.cli("RPUSH", "q", "a");

    await().until(() -> List.copyOf(received).equals(List.of("a")));
  }

  @Test
  void theGlobalParametersAreUsedIfTheComponentSaysSo() throws Exception {
    context.setSSLContextParameters(trust(certificate));
    context
        .getComponent("redis-queue", RedisQueueComponent.class)
        .setUseGlobalSslContextParameters(true);
    consume("rediss", "");

    server.cli("RPUSH", "q", "a");

    await().until(() -> List.copyOf(received).equals(List.of("a")));
  }

  @Test
  void aServerThatIsNotTrustedGivesNothing() throws Exception {
    TestCertificate other = TestCertificate.create(folder.resolve("other"), "other");
    context.getRegistry().bind("tls", trust(other));
    consume("rediss", "&sslContextParameters=#tls");
    server.cli("RPUSH", "q", "a");

    RedisQueueConsumer consumer = (RedisQueueConsumer) context.getRoute("consume").getConsumer();
    await()
        .until(
            () ->
                consumer.getHealthCheck().call().getMessage().orElse("").contains("certification"));
    assertEquals(List.of(), List.copyOf(received));
  }

  @Test
  void parametersForAnAddressWithoutTlsAreRefused() throws Exception {
    context.getRegistry().bind("tls", trust(certificate));

    Throwable thrown =
        assertThrows(Exception.class, () -> consume("redis", "&sslContextParameters=#tls"));

    assertTrue(RootCause.message(thrown).contains("rediss:"), thrown.toString());
  }

  private void consume(String scheme, String options) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("redis-queue:q?delay=20&batchMaxAge=0&timeout=2000&url="
                    + (scheme + "://" + server.address() + options))
                .routeId("consume")
                .split(body())
                .process(exchange -> received.add(exchange.getMessage().getBody(String.class)));
          }
        });
    context.start();
  }

  private static SSLContextParameters trust(TestCertificate trusted) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(trusted.certificateFile())) {
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + number++, one);
      }
    }
    KeyStoreParameters keyStore = new KeyStoreParameters();
    keyStore.setKeyStore(store);
    TrustManagersParameters trust = new TrustManagersParameters();
    trust.setKeyStore(keyStore);
    SSLContextParameters parameters = new SSLContextParameters();
    parameters.setTrustManagers(trust);
    return parameters;
  }
}
