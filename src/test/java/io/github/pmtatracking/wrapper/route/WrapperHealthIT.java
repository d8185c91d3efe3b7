package io.github.pmtatracking.wrapper.route;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.Observed;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper's health covers Redis and upstream; its readiness covers the listener only. */
class WrapperHealthIT {
  @TempDir private Path folder;

  @RegisterExtension final RunningWrapper wrapper = RunningWrapper.ofEachTest();

  @Test
  void threeRefusedConnectionsToUpstreamAreDownUntilOneSucceeds() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        FakeUpstream upstream = FakeUpstream.start().greeting("421 4.7.0 too many connections")) {
      HostPort management = new HostPort("127.0.0.1", FreePort.find());
      start(redis, upstream.hostPort(), management);
      Observed observed = new Observed(management.port());
      for (int i = 0; i < 2; i++) {
        assertTrue(hello().startsWith("421 4.4.1"));
        assertEquals(200, observed.health(), observed.reasons());
      }
      assertTrue(hello().startsWith("421 4.4.1"));
      String reasons = observed.reasons();
      assertEquals(503, observed.health(), reasons);
      assertTrue(reasons.contains("the last 3 connections to upstream failed: "), reasons);
      assertTrue(reasons.contains("too many connections"), reasons);
      assertEquals(200, observed.ready());
      assertEquals(200, observed.live());

      upstream.greeting("220 upstream.example ESMTP");
      assertTrue(hello().startsWith("250"));
      assertEquals(200, observed.health(), observed.reasons());

      // the check of the listener belongs to readiness
      assertTrue(observed.reasons().contains("\"consumer:wrapper\""), observed.reasons());
      wrapper.process().camelContext().getRouteController().suspendRoute("wrapper");
      String suspended = observed.reasons();
      assertTrue(
          suspended.contains("{\"name\":\"consumer:wrapper\",\"status\":\"DOWN\""), suspended);
      assertEquals(503, observed.ready());
    }
  }

  @Test
  void anUpstreamWithoutAListenerIsDown() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"))) {
      HostPort management = new HostPort("127.0.0.1", FreePort.find());
      start(redis, "127.0.0.1:" + FreePort.find(), management);
      for (int i = 0; i < 3; i++) {
        assertTrue(hello().startsWith("421 4.4.1"));
      }
      String reasons = new Observed(management.port()).reasons();
      assertTrue(reasons.contains("Connection refused"), reasons);
    }
  }

  @Test
  void aRedisThatDoesNotAnswerIsDownAndARequestForHealthDoesNotWait() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        FakeUpstream upstream = FakeUpstream.start()) {
      HostPort management = new HostPort("127.0.0.1", FreePort.find());
      start(redis, upstream.hostPort(), management);
      Observed observed = new Observed(management.port());
      await().atMost(30, SECONDS).until(() -> observed.health() == 200);
      assertEquals(0, new ProcessBuilder("kill", "-STOP", "" + redis.pid()).start().waitFor());
      try {
        await().atMost(30, SECONDS).until(() -> observed.health() == 503);
        assertTrue(observed.reasons().contains("no answer within 2 s"), observed.reasons());
        assertEquals(200, observed.ready());
        assertFalse(observed.metrics().contains("503"));
        assertTrue(hello().startsWith("250"));
      } finally {
        new ProcessBuilder("kill", "-CONT", "" + redis.pid()).start().waitFor();
      }
      await().atMost(30, SECONDS).until(() -> observed.health() == 200);
    }
  }

  private void start(EmbeddedRedis redis, String upstream, HostPort management) {
    wrapper
        .between(redis.url(), upstream)
        .with("redis.timeout", "30s")
        .withManagement(management)
        .start();
  }

  /** The answer to a new session's EHLO. */
  private String hello() throws IOException {
    try (SmtpTalk client = SmtpTalk.to(wrapper.port())) {
      client.reply();
      return client.say("EHLO client.example");
    }
  }
}
