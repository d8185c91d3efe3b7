package io.github.pmtatracking.component.smtpproxy.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.component.smtpproxy.SmtpProxyConstants;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** AUTH passes through for each mechanism. */
class AuthCommandIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  @TempDir Path folder;

  @BeforeEach
  void offerMechanisms() {
    upstream.keywords(
        "AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2 GSSAPI SCRAM-SHA-256-PLUS",
        "AUTH=LOGIN",
        "XACK",
        "CHUNKING",
        "XCLIENT NAME ADDR",
        "8BITMIME");
  }

  @Test
  void onlyMechanismsThatCanBePassedOnAreOffered() throws Exception {
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals(
          "250-sink.example says hello\n250-AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2\n250 8BITMIME",
          client.say("EHLO c"));
      assertEquals("504 5.5.4 AUTH mechanism not offered", client.say("AUTH GSSAPI"));
      assertEquals("501 5.5.4 AUTH requires a mechanism", client.say("AUTH"));
    }
  }

  @Test
  void plainWithItsResponseInTheCommand() throws Exception {
    String secret = base64("\0fred\0pass");
    upstream.answer("AUTH PLAIN " + secret, "235 2.7.0 welcome");
    BlockingQueue<String> users = new LinkedBlockingQueue<>();
    try (Proxy proxy =
            smtp.start(
                exchange ->
                    users.add(
                        exchange.getIn().getHeader(SmtpProxyConstants.USER, "-", String.class)));
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("235 2.7.0 welcome", client.say("AUTH PLAIN " + secret));
      Proxy.send(client);
      assertEquals("fred", users.poll());
    }
  }

  @Test
  void aLineMayBeAsLongAsAToken() throws Exception {
    String token = base64("user=fred\1auth=Bearer " + "t".repeat(8_000) + "\1\1");
    upstream.on(
        "AUTH",
        (line, dialogue) -> {
          dialogue.reply("334 " + base64("{\"status\":\"400\"}"));
          dialogue.reply(dialogue.readLine().isEmpty() ? "535 5.7.8 no" : "500 what?");
        });
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertTrue(client.say("AUTH XOAUTH2 " + token).startsWith("334 "));
      assertEquals("535 5.7.8 no", client.say(""));
      assertEquals("AUTH XOAUTH2 " + token, upstream.lines().get(1));
      assertEquals(
          "500 5.5.6 Line too long, maximum 12288 bytes",
          client.say("AUTH XOAUTH2 " + "x".repeat(20_000)));
      assertEquals("250 2.0.0 sink.example", client.say("NOOP"));
    }
  }

  @Test
  void anExchangeOfSeveralLinesPassesAndCanBeCancelled() throws Exception {
    upstream.on(
        "AUTH LOGIN",
        (line, dialogue) -> {
          dialogue.reply("334 VXNlcm5hbWU6");
          String user = dialogue.readLine();
          if (user.equals("*")) {
            dialogue.reply("501 5.7.0 given up");
            return;
          }
          dialogue.reply("334 UGFzc3dvcmQ6");
          boolean right = user.equals(base64("fred")) && dialogue.readLine().equals(base64("pw"));
          dialogue.reply(right ? "235 2.7.0 welcome" : "535 5.7.8 wrong");
        });
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("334 VXNlcm5hbWU6", client.say("AUTH LOGIN"));
      assertEquals("501 5.7.0 given up", client.say("*"));
      assertEquals("334 VXNlcm5hbWU6", client.say("AUTH LOGIN"));
      assertEquals("334 UGFzc3dvcmQ6", client.say(base64("fred")));
      assertEquals("235 2.7.0 welcome", client.say(base64("pw")));
    }
  }

  @Test
  void withACertificateCredentialsAreNotAcceptedWithoutTls() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder, "proxy.example");
    String files =
        "certificateFile="
            + certificate.certificateFile()
            + "&privateKeyFile="
            + certificate.keyFile();
    try (Proxy proxy = smtp.start(files);
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertFalse(client.say("EHLO c").contains("AUTH"));
      assertEquals(
          "538 5.7.11 Encryption required, use STARTTLS first", client.say("AUTH PLAIN AGEAYg=="));
      assertEquals(1, upstream.lines().size());
      client.say("STARTTLS");
      client.startTls(certificate.context());
      assertTrue(client.say("EHLO c").contains("AUTH PLAIN"));
    }
    try (Proxy proxy = smtp.start(files, "authInClear=true");
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertTrue(client.say("EHLO c").contains("AUTH PLAIN"));
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
