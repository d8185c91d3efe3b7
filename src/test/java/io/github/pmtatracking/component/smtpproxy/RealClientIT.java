package io.github.pmtatracking.component.smtpproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.testing.AuthAnswer;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other clients and servers: swaks, Python, curl, smtp-source and smtp-sink. */
class RealClientIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  private static final String PATH = System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin";

  @TempDir Path folder;
  private Proxy proxy;

  @BeforeEach
  void start() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder, "proxy.example");
    upstream
        .keywords("PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE", "AUTH PLAIN LOGIN CRAM-MD5")
        .on("AUTH", new AuthAnswer("fred", "pass word"));
    proxy =
        smtp.start(
            "certificateFile=" + certificate.certificateFile(),
            "privateKeyFile=" + certificate.keyFile());
  }

  private record Ended(int code, String output) {}

  private Ended run(String... command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", PATH);
    Process process = builder.redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), command[0] + " did not end");
    return new Ended(process.exitValue(), Files.readString(output));
  }

  private Ended swaks(String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "exec swaks \"$@\"",
                "swaks",
                "--server",
                "127.0.0.1:" + proxy.port(),
                "--from",
                "s@example.com",
                "--to",
                "a@example.com"));
    command.addAll(List.of(more));
    return run(command.toArray(new String[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5"})
  void swaksAuthenticatesUnderTls(String mechanism) throws Exception {
    Ended right = swaks("--tls", "--auth", mechanism, "-au", "fred", "-ap", "pass word");
    assertEquals(0, right.code(), right.output());
    assertEquals(List.of("a@example.com"), upstream.mail().recipients());
    Ended wrong = swaks("--tls", "--auth", mechanism, "-au", "fred", "-ap", "other");
    assertTrue(wrong.output().contains("535 5.7.8 wrong"), wrong.output());
    assertEquals(0, upstream.waiting());
  }

  @Test
  void swaksPipelines() throws Exception {
    Ended ended = swaks("--pipeline", "--body", "a\n.\nb");
    assertEquals(0, ended.code(), ended.output());
    String body = new String(upstream.mail().data(), UTF_8);
    assertTrue(body.contains("a\r\n.\r\nb\r\n"), body);
  }

  @Test
  void pythonSendsOneMailAfterTheOther() throws Exception {
    String script =
        """
        import smtplib, ssl, sys
        tls = ssl.create_default_context(cafile=sys.argv[2])
        with smtplib.SMTP('localhost', int(sys.argv[1])) as client:
            client.starttls(context=tls)
            client.login('fred', 'pass word')
            for i in range(20):
                refused = client.sendmail('s@example.com', ['a%d@example.com' % i, 'käse@example.com'],
                    ('Subject: %d\\r\\n\\r\\n.\\r\\n..\\r\\nk\\xe4se\\r\\n' % i).encode('utf-8'),
                    mail_options=['SMTPUTF8', 'BODY=8BITMIME'])
                assert refused == {}, refused
        """;
    Ended ended =
        run(
            "python3",
            "-c",
            script,
            Integer.toString(proxy.port()),
            folder.resolve("certificate.pem").toString());
    assertEquals(0, ended.code(), ended.output());
    for (int i = 0; i < 20; i++) {
      SinkMail mail = upstream.mail();
      assertEquals("a" + i + "@example.com", mail.recipients().get(0));
      assertEquals("Subject: " + i + "\r\n\r\n.\r\n..\r\nkäse\r\n", new String(mail.data(), UTF_8));
    }
    assertEquals(1, upstream.sessions());
  }

  @Test
  void curlUploads() throws Exception {
    Path mail = folder.resolve("mail.eml");
    Files.writeString(mail, "Subject: curl\r\n\r\n.dot\r\nend");
    Ended ended =
        run(
            "curl",
            "--silent",
            "--show-error",
            "--ssl-reqd",
            "--cacert",
            folder.resolve("certificate.pem").toString(),
            "--user",
            "fred:pass word",
            "--mail-from",
            "s@example.com",
            "--mail-rcpt",
            "a@example.com",
            "--upload-file",
            mail.toString(),
            "smtp://localhost:" + proxy.port());
    assertEquals(0, ended.code(), ended.output());
    assertEquals("Subject: curl\r\n\r\n.dot\r\nend\r\n", new String(upstream.mail().data(), UTF_8));
  }

  @Test
  void smtpSourceSendsInParallelThroughToSmtpSink() throws Exception {
    int port = FreePort.find();
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-c",
            "test \"$(id -u)\" = 0 && set -- -u root; exec smtp-sink \"$@\" 127.0.0.1:"
                + port
                + " 100");
    builder.environment().put("PATH", PATH);
    Process sink =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("sink").toFile()).start();
    try (Proxy toSink = Proxy.to("127.0.0.1:" + port)) {
      await().until(() -> listens(port));
      for (String more : List.of("", "-d")) {
        Ended ended =
            run(
                "sh",
                "-c",
                "exec smtp-source -s 5 -m 200 -l 5000 "
                    + more
                    + " -f s@example.com -t a@example.com 127.0.0.1:"
                    + toSink.port());
        assertEquals(0, ended.code(), ended.output());
      }
      assertEquals(400, toSink.endpoint().getMessagesAccepted());
    } finally {
      sink.destroy();
      assertTrue(sink.waitFor(60, TimeUnit.SECONDS));
    }
  }

  private static boolean listens(int port) {
    try (SmtpTalk talk = SmtpTalk.to(port)) {
      return talk.reply().startsWith("220");
    } catch (IOException e) {
      return false;
    }
  }
}
