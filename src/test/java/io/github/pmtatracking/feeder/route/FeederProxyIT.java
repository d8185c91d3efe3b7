package io.github.pmtatracking.feeder.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.process.FlowLog;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.process.StartFailedException;
import io.github.pmtatracking.testing.FakeIngestApi;
import io.github.pmtatracking.testing.HttpForwardProxy;
import io.github.pmtatracking.testing.TestCertificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ingest API behind a proxy, and with a certificate of the site's own authority. */
class FeederProxyIT extends FeederHarness {
  private static final String HOST = "api.example.test";
  private TestCertificate certificate;
  private HttpForwardProxy proxy;

  @BeforeEach
  void startTls() throws Exception {
    certificate = TestCertificate.create(folder.resolve("tls"), "api");
    api.close();
    api = new FakeIngestApi(certificate.context());
    proxy = new HttpForwardProxy(api.port());
  }

  @AfterEach
  void stopProxy() throws Exception {
    proxy.close();
  }

  @Test
  void theProxyOfTheEnvironmentOpensATunnelForEventsAndVerdicts() throws Exception {
    proxy.want("Basic dXNlcjpwQHNz");
    FlowProcess process =
        feeder(
            Map.of(
                "HTTPS_PROXY",
                "http://user:p%40ss@" + proxy.address(),
                "SSL_CERT_FILE",
                certificate.certificateFile().toString()),
            "sparkpost.host.ingest",
            HOST,
            "feeder.batch-status.delay",
            "100ms");
    FeederCounters counters = counters(process);

    push(entries(0, 5));

    await().until(() -> counters.eventsSucceeded() == 5);
    assertEquals(ids(0, 5), Set.copyOf(api.ids()));
    assertEquals(Set.of("CONNECT " + HOST + ":443 HTTP/1.1"), Set.copyOf(proxy.requests()));
  }

  @Test
  void theSettingsWinOverTheEnvironment() throws Exception {
    feeder(
        Map.of("HTTPS_PROXY", "http://127.0.0.1:1", "NO_PROXY", "*", "SSL_CERT_FILE", "/nowhere"),
        "sparkpost.host.ingest",
        HOST,
        "feeder.http.proxy",
        proxy.address(),
        "feeder.tls.ca-file",
        certificate.certificateFile().toString());

    push(entries(0, 5));

    await().until(this::queueIsDone);
    assertEquals(ids(0, 5), Set.copyOf(api.ids()));
  }

  @Test
  void aHostOfNoProxyAndLoopbackAreReachedWithoutProxy() throws Exception {
    feeder(
        Map.of(
            "HTTPS_PROXY",
            proxy.address(),
            "SSL_CERT_FILE",
            certificate.certificateFile().toString()));

    push(entries(0, 5));

    await().until(this::queueIsDone);
    assertEquals(List.of(), proxy.requests());
  }

  @Test
  void aProxyThatIsSpokenToOverTlsOpensATunnelToo() throws Exception {
    try (HttpForwardProxy tls =
        new HttpForwardProxy(api.port(), certificate.context().getServerSocketFactory())) {
      feeder(
          "sparkpost.host.ingest",
          HOST,
          "feeder.http.proxy",
          "https://u:p@" + tls.address(),
          "feeder.tls.ca-file",
          certificate.certificateFile().toString());

      push(entries(0, 5));

      await().until(this::queueIsDone);
      assertEquals(ids(0, 5), Set.copyOf(api.ids()));
      assertEquals("CONNECT " + HOST + ":443 HTTP/1.1", tls.requests().get(0));
    }
  }

  @Test
  void plainHttpGoesThroughTheProxyAsWell() throws Exception {
    api.close();
    api = new FakeIngestApi();
    try (HttpForwardProxy plain = new HttpForwardProxy(api.port())) {
      plain.want("Basic dTpw");
      feeder(
          Map.of("http_proxy", "u:p@" + plain.address()),
          "sparkpost.host.ingest",
          "http://" + HOST);

      push(entries(0, 5));

      await().until(this::queueIsDone);
      assertTrue(
          plain.requests().get(0).startsWith("POST http://" + HOST + "/api/v1/ingest/events"),
          () -> plain.requests().toString());
    }
  }

  @Test
  void aProxyThatWantsAPasswordIsConfigurationUntilItGetsOne() throws Exception {
    proxy.want("Basic x");

    String message = heldReason();

    assertTrue(message.contains("407 Proxy Authentication Required"), message);
    assertTrue(message.contains("feeder.http.proxy"), message);
    assertTrue(message.contains(proxy.address()), message);
    assertEquals(1, redis.queue().get().exists(bytes("{trk_queue}:leases")).get());
  }

  @Test
  void aProxyThatRedirectsConnectIsConfigurationAndNamesThePlace() throws Exception {
    proxy.refuse("302 Found\r\nLocation: http://login.example/\u001b[31m");

    String message = heldReason();

    assertTrue(message.contains("Location: http://login.example/\\u001b[31m"), message);
    assertTrue(message.contains("HTTPS_PROXY"), message);
  }

  @Test
  void aProxyThatIsBusyIsTriedAgain() throws Exception {
    proxy.refuse("503 Busy");
    FlowProcess process = behindProxy();
    push(entries(0, 5));
    await().until(() -> counters(process).retries() >= 2);

    proxy.refuse(null);

    await().until(this::queueIsDone);
  }

  @Test
  void aCertificateOfAnUnknownAuthorityNamesTheSetting() throws Exception {
    try (FlowLog log = FlowLog.start()) {
      feeder();
      push(entries(0, 5));

      await().until(() -> log.text().contains("feeder.tls.ca-file"));
    }
    assertEquals(List.of(), api.lines());
  }

  @Test
  void aCertificateThatHasExpiredTellsTheDate() throws Exception {
    TestCertificate old = TestCertificate.expired(folder.resolve("old"));
    api.close();
    api = new FakeIngestApi(old.context());
    try (FlowLog log = FlowLog.start()) {
      feeder("feeder.tls.ca-file", old.certificateFile().toString());
      push(entries(0, 5));

      await().until(() -> log.text().contains("its certificate has expired (NotAfter: "));
    }
  }

  @Test
  void socksIsToldToBeUnsupported() {
    String message =
        String.valueOf(
            assertThrows(
                    StartFailedException.class,
                    () ->
                        feeder(
                            Map.of("HTTPS_PROXY", "socks5://u:secret@proxy:1080"),
                            "sparkpost.host.ingest",
                            HOST))
                .getMessage());

    assertTrue(message.contains("HTTPS_PROXY = \"socks5://***@proxy:1080\""), message);
    assertTrue(message.contains("SOCKS proxies are not supported"), message);
  }

  private FlowProcess behindProxy() {
    return feeder(
        Map.of(
            "HTTPS_PROXY",
            "http://" + proxy.address(),
            "SSL_CERT_FILE",
            certificate.certificateFile().toString()),
        "sparkpost.host.ingest",
        HOST);
  }

  private String heldReason() throws Exception {
    FlowProcess process = behindProxy();
    push(entries(0, 5));
    HealthCheck check = check(process, "feeder-ingest");
    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    return check.call().getMessage().orElseThrow();
  }
}
