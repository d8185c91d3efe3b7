package io.github.pmtatracking.wrapper.route;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.Observed;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The figures of mail at the wrapper's metrics page. */
class WrapperMetricsIT {
  private static final String HTML =
      """
      Content-Type: text/html

      <html><body><a href="https://a.example/1">1</a><a href="https://a.example/2">2</a></body></html>
      """;

  @RegisterExtension private static final FreshRedis REDIS = new FreshRedis();

  @RegisterExtension final RunningWrapper wrapper = RunningWrapper.ofEachTest();

  @Test
  void copiesLinksPixelsReasonsAndTheProxysFiguresAreShown() throws Exception {
    HostPort management = new HostPort("127.0.0.1", FreePort.find());
    try (FakeUpstream upstream = FakeUpstream.start()) {
      wrapper.between(REDIS.server().url(), upstream.hostPort()).withManagement(management).start();
      send(HTML);
      send("Subject: text\n\nno HTML\n");
    }
    String metrics = new Observed(management.port()).metrics();

    assertFigure("pmta_wrapper_copies_tracked_total 1.0", metrics);
    assertFigure("pmta_wrapper_links_total 2.0", metrics);
    assertFigure("pmta_wrapper_pixels_total 2.0", metrics);
    assertFigure("pmta_wrapper_untracked_no_html_total 1.0", metrics);
    assertFigure("pmta_wrapper_untracked_too_much_total 0.0", metrics);
    assertFigure("pmta_wrapper_untracked_fault_total 0.0", metrics);
    assertFigure("pmta_wrapper_messages_accepted_total 2.0", metrics);
    assertFigure("pmta_wrapper_connections_total 2.0", metrics);
    assertFigure("pmta_wrapper_upstream_failures_total 0.0", metrics);
    assertTrue(metrics.contains("pmta_tracking_build_info{"), metrics);
  }

  @Test
  void messagesWithASignatureOfArcFollowTheirSetting() throws Exception {
    HostPort management = new HostPort("127.0.0.1", FreePort.find());
    String mail = "ARC-Message-Signature: i=1; a=rsa-sha256; bh=x\n" + HTML;
    try (FakeUpstream upstream = FakeUpstream.start()) {
      wrapper
          .between(REDIS.server().url(), upstream.hostPort())
          .with("wrapper.arc-signed", "skip")
          .withManagement(management)
          .start();
      send(mail);
    }

    String metrics = new Observed(management.port()).metrics();
    assertFigure("pmta_wrapper_untracked_arc_signed_total 1.0", metrics);
    assertFigure("pmta_wrapper_tracked_arc_signed_total 0.0", metrics);
  }

  @Test
  void trackedMessagesWithASignatureOfArcAreCounted() throws Exception {
    HostPort management = new HostPort("127.0.0.1", FreePort.find());
    try (FakeUpstream upstream = FakeUpstream.start()) {
      wrapper.between(REDIS.server().url(), upstream.hostPort()).withManagement(management).start();
      send("DomainKey-Signature: a=rsa-sha1; b=x\n" + HTML);
    }

    String metrics = new Observed(management.port()).metrics();
    assertFigure("pmta_wrapper_tracked_arc_signed_total 1.0", metrics);
    assertFigure("pmta_wrapper_links_total 2.0", metrics);
  }

  private void send(String message) throws IOException {
    try (SmtpTalk client = SmtpTalk.greeted(wrapper.port())) {
      client.say("MAIL FROM:<news@example.com>");
      client.say("RCPT TO:<reader@example.com>");
      client.say("DATA");
      String reply = client.send(message.replace("\n", "\r\n")).say(".");
      assertTrue(reply.startsWith("250"), reply);
      client.say("QUIT");
    }
  }

  private static void assertFigure(String line, String metrics) {
    assertTrue(metrics.lines().anyMatch(line::equals), line + " in\n" + metrics);
  }
}
