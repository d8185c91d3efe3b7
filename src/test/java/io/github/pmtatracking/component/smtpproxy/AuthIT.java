package io.github.pmtatracking.component.smtpproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.server.SaslUserName;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AUTH passes through, whatever the mechanism, and leaves no trace. */
class AuthIT {
  @TempDir Path folder;

  private FakeUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    upstream =
        FakeUpstream.start()
            .keywords(
                "AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2 GSSAPI SCRAM-SHA-256-PLUS",
                "AUTH=LOGIN",
                "XACK",
                "CHUNKING",
                "XCLIENT NAME ADDR",
                "8BITMIME");
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void onlyWhatCanBeRelayedIsOffered() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort());
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
            Proxy.with(
                exchange ->
                    users.add(
                        exchange.getIn().getHeader(SmtpProxyConstants.USER, "-", String.class)),
                upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("235 2.7.0 welcome", client.say("AUTH PLAIN " + secret));
      FaultIT.send(client);
      assertEquals("fred", users.poll());
    }
  }

  @Test
  void linesMayBeAsLongAsTokensAre() throws Exception {
    String token = base64("user=fred\1auth=Bearer " + "t".repeat(8_000) + "\1\1");
    upstream.on(
        "AUTH",
        (line, dialogue) -> {
          dialogue.reply("334 " + base64("{\"status\":\"400\"}"));
          dialogue.reply(dialogue.readLine().isEmpty() ? "535 5.7.8 no" : "500 what?");
        });
    try (Proxy proxy = Proxy.to(upstream.hostPort());
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
  void anExchangeOfSeveralLinesPassesAndMayBeGivenUp() throws Exception {
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
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("334 VXNlcm5hbWU6", client.say("AUTH LOGIN"));
      assertEquals("501 5.7.0 given up", client.say("*"));
      assertEquals("334 VXNlcm5hbWU6", client.say("AUTH LOGIN"));
      assertEquals("334 UGFzc3dvcmQ6", client.say(base64("fred")));
      assertEquals("235 2.7.0 welcome", client.say(base64("pw")));
    }
  }

  @Test
  void withACertificateCredentialsAreNotTakenInClear() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder, "proxy.example");
    String files =
        "certificateFile="
            + certificate.certificateFile()
            + "&privateKeyFile="
            + certificate.keyFile();
    try (Proxy proxy = Proxy.to(upstream.hostPort(), files);
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
    try (Proxy proxy = Proxy.to(upstream.hostPort(), files, "authInClear=true");
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertTrue(client.say("EHLO c").contains("AUTH PLAIN"));
    }
  }

  @Test
  void theDebugFileShowsTheConversationWithoutCredentials() throws Exception {
    upstream.on(
        "AUTH",
        (line, dialogue) -> {
          dialogue.reply("334 " + base64("challenge"));
          dialogue.readLine();
          dialogue.reply("235 2.7.0 welcome");
        });
    Path file = folder.resolve("down.txt");
    Path mails = folder.resolve("up.eml");
    Files.writeString(file, "from before");
    try (Proxy proxy =
            Proxy.to(upstream.hostPort(), "downstreamDebug=" + file, "upstreamDataDebug=" + mails);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("AUTH PLAIN " + base64("\0fred\0pass"));
      client.say(base64("secret"));
      FaultIT.send(client);
      client.say("QUIT");
    }
    String text = Files.readString(file);
    assertFalse(text.contains("from before"));
    assertFalse(text.contains(base64("\0fred\0pass")), text);
    assertFalse(text.contains(base64("challenge")), text);
    assertFalse(text.contains(base64("secret")), text);
    assertTrue(
        text.contains(
            "AUTH PLAIN ##REDACTED##\r\n334 ##REDACTED##\r\n##REDACTED##\r\n235 2.7.0 welcome\r\n"),
        text);
    assertTrue(text.contains("354 go ahead\r\nSubject: x\r\n\r\ntext\r\n.\r\n250 2.0.0"), text);
    assertEquals("Subject: x\r\n\r\ntext\r\n", Files.readString(mails));
  }

  @Test
  void theUsersNameIsFoundInEachMechanism() {
    assertEquals("fred", name("PLAIN", "\0fred\0pw"));
    assertEquals("fred", name("PLAIN", "admin\0fred\0pw"));
    assertEquals("fred", name("LOGIN", "fred", "pw"));
    assertEquals("fred smith", name("CRAM-MD5", "fred smith 0123456789abcdef"));
    assertEquals("fred@x", name("XOAUTH2", "user=fred@x\1auth=Bearer t\1\1"));
    assertEquals("fred@x", name("OAUTHBEARER", "n,a=fred@x,\1host=h\1auth=Bearer t\1\1"));
    assertEquals("fred", name("SCRAM-SHA-256", "n,,n=fred,r=nonce", "c=biws,r=n=x,p=y"));
    SaslUserName broken = new SaslUserName("PLAIN");
    broken.response("no base64!");
    assertNull(broken.get());
  }

  private static String name(String mechanism, String... responses) {
    SaslUserName name = new SaslUserName(mechanism);
    for (String response : responses) {
      name.response(base64(response));
    }
    return name.get();
  }
}
