package io.github.pmtatracking.wrapper.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.NeedsRoot;
import io.github.pmtatracking.testing.Postfix;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import io.github.pmtatracking.testing.TrackedMail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Postfix's smtpd with strict settings as upstream; it relays to a sink that records the mail. */
@NeedsRoot
class PostfixPeerIT {
  private static final String HTML =
      "<html><body><p>Grüße <a href=\"https://example.com/a?b=1&amp;c=2\">there</a></p>\r\n"
          + ".\r\n..x\r\n</body></html>\r\n";

  @TempDir static Path folder;
  private static FakeUpstream sink;
  private static EmbeddedRedis redis;
  private static Postfix postfix;

  @RegisterExtension static final RunningWrapper WRAPPER = RunningWrapper.ofTheClass();

  @BeforeAll
  static void start() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder, "localhost");
    sink = FakeUpstream.start().keywords("PIPELINING", "8BITMIME", "SMTPUTF8", "DSN");
    redis = EmbeddedRedis.start(folder.resolve("redis"));
    postfix = Postfix.start(folder, certificate, sink.port());
    WRAPPER
        .between(redis.url(), "127.0.0.1:" + postfix.port())
        .with("wrapper.certfile", certificate.certificateFile().toString())
        .with("wrapper.privkeyfile", certificate.keyFile().toString())
        .with("wrapper.insecure-skip-verify", "true")
        .start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (postfix != null) {
      postfix.close();
    }
    redis.close();
    sink.close();
  }

  @Test
  void pythonSendsWithEveryMechanismAndEncoding() throws Exception {
    String script =
        """
        import base64, quopri, smtplib, ssl, sys
        from email import charset, message_from_bytes
        html = sys.stdin.buffer.read()
        port, ca = int(sys.argv[1]), sys.argv[2]
        tls = ssl.create_default_context(cafile=ca)
        codes = {'8bit': lambda b: b, 'base64': base64.encodebytes, 'quoted-printable': quopri.encodestring,
                 '7bit': lambda b: b.decode().encode('us-ascii', 'xmlcharrefreplace')}
        with smtplib.SMTP('localhost', port) as client:
            client.starttls(context=tls)
            client.user, client.password = 'fred', 'other'
            client.ehlo()
            assert set(client.esmtp_features['auth'].split()) == {'PLAIN', 'LOGIN', 'CRAM-MD5'}
            for mechanism in (client.auth_plain, client.auth_login, client.auth_cram_md5):
                try:
                    client.auth(mechanism.__name__[5:].upper().replace('_', '-'), mechanism)
                    raise SystemExit('a wrong password was taken')
                except smtplib.SMTPAuthenticationError as e:
                    assert e.smtp_code == 535, e
        for mechanism in ('PLAIN', 'LOGIN', 'CRAM-MD5'):
            with smtplib.SMTP('localhost', port) as client:
                client.starttls(context=tls)
                client.ehlo()
                client.user, client.password = 'fred', 'pass word'
                method = 'auth_' + mechanism.lower().replace('-', '_')
                assert client.auth(mechanism, getattr(client, method))[0] == 235
                for encoding in codes:
                    name = mechanism + '.' + encoding
                    head = ('Subject: %s\\r\\nMIME-Version: 1.0\\r\\nContent-Type: text/html; charset=utf-8\\r\\n'
                            'Content-Transfer-Encoding: %s\\r\\n\\r\\n' % (name, encoding)).encode()
                    refused = client.sendmail('s@example.com', [name + '@example.com', 'refused@example.com', 'käse.' + name + '@example.com'],
                        head + codes[encoding](html).replace(b'\\r\\n', b'\\n').replace(b'\\n', b'\\r\\n'),
                        mail_options=['SMTPUTF8', 'BODY=8BITMIME', 'RET=HDRS', 'ENVID=' + name],
                        rcpt_options=['NOTIFY=NEVER', 'ORCPT=utf-8;o@example.com'])
                    assert list(refused) == ['refused@example.com'], refused
                    assert refused['refused@example.com'][0] == 550, refused
                try:
                    client.sendmail('s@example.com', ['refused@example.com'], b'x')
                    raise SystemExit('a refused recipient was taken')
                except smtplib.SMTPRecipientsRefused as e:
                    assert e.recipients['refused@example.com'][1].startswith(b'5.1.1 '), e
        """;
    Path output = folder.resolve("python.out");
    Process python =
        new ProcessBuilder(
                "python3",
                "-c",
                script,
                Integer.toString(WRAPPER.port()),
                folder.resolve("certificate.pem").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (var in = python.getOutputStream()) {
      in.write(HTML.getBytes(UTF_8));
    }
    assertTrue(python.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, python.exitValue(), Files.readString(output) + postfix.log());

    Map<String, byte[]> mails = new TreeMap<>();
    for (int i = 0; i < 3 * 4 * 2; i++) {
      SinkMail mail = sink.mail();
      assertEquals(1, mail.recipients().size());
      mails.put(mail.recipients().get(0), mail.data());
    }
    assertEquals(24, mails.size());
    for (Map.Entry<String, byte[]> mail : mails.entrySet()) {
      TrackedMail tracked = new TrackedMail(RunningWrapper.TRACKER, mail.getValue());
      tracked.requireLinksOf(new String(mail.getKey().getBytes(ISO_8859_1), UTF_8), 3);
      assertEquals("https://example.com/a?b=1&c=2", tracked.targets().get(0));
    }
    for (String line : sink.lines()) {
      if (line.startsWith("MAIL")) {
        assertTrue(line.contains(" SMTPUTF8") && line.contains(" RET=HDRS"), line);
        assertTrue(line.contains(" ENVID="), line);
      } else if (line.startsWith("RCPT")) {
        assertTrue(line.contains(" NOTIFY=NEVER"), line);
        assertTrue(line.contains(" ORCPT=utf-8;o@example.com"), line);
      }
    }
    String log = postfix.log();
    assertFalse(log.contains("improper command pipelining") || log.contains("bare <LF>"), log);
  }

  @Test
  void aPipelinedTransactionIsAnsweredInOrder() throws Exception {
    try (SmtpTalk client = SmtpTalk.greeted(WRAPPER.port())) {
      client.send(
          "MAIL FROM:<s@example.com>\r\nRCPT TO:<refused@example.com>\r\nRCPT TO:<>\r\nDATA\r\n");
      assertEquals("250 2.1.0 Ok", client.reply());
      assertEquals("550 5.1.1", client.reply().substring(0, 9));
      assertEquals("501 5.1.3", client.reply().substring(0, 9));
      assertEquals("503 5.5.1 No valid recipients", client.reply());
      assertEquals("250 2.0.0 Ok", client.say("RSET"));
      assertEquals("221 2.0.0 Bye", client.say("QUIT"));
    }
  }
}
