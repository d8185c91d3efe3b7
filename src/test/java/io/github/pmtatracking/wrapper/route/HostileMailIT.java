package io.github.pmtatracking.wrapper.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wrapper as it ships, with the heap that it ships with, and twenty clients that send at once
 * what takes the most memory: it neither ends nor loses anything.
 */
class HostileMailIT {
  private static final int CLIENTS = 20;
  private static final int MIB = 1 << 20;
  private static final String LINKS = "<a href=http://a>".repeat(50) + "\r\n";
  private static final String ALLOWED = "all links that are allowed";
  private static final String HTML = "Content-Type: text/html\r\n";

  @TempDir Path folder;

  /** One mail, and what became of it. */
  private static final class Mail {
    private final String name;
    private final byte[] message;
    private final int recipients;
    private final String digest;
    private final LongAdder taken = new LongAdder();

    Mail(String name, int recipients, String message) throws IOException {
      this.name = name;
      this.message = (message.stripTrailing() + "\r\n").getBytes(ISO_8859_1);
      this.recipients = recipients;
      this.digest = DigestingSink.digest(this.message);
    }
  }

  private static List<Mail> mails() throws IOException {
    String part = "--b\r\nContent-Type: text/html\r\n\r\nx\r\n";
    String multipart = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    String qp = HTML + "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
    String base64 = HTML + "Content-Transfer-Encoding: base64\r\n\r\n";
    String base = "<base href=http://h/" + "Yz8x/".repeat(150) + ">\r\n";
    Base64.Encoder encoder = Base64.getMimeEncoder();
    return List.of(
        new Mail("parts", 1, multipart + part.repeat(108_000)),
        new Mail("fewer parts", 50, multipart + part.repeat(54_000)),
        new Mail("links, 12 MB", 1, HTML + "\r\n" + LINKS.repeat(14_800)),
        new Mail("links, 25 MB", 1, HTML + "\r\n" + LINKS.repeat(25 * MIB / LINKS.length())),
        new Mail("links, 2 MB", 50, HTML + "\r\n" + LINKS.repeat(2 * MIB / LINKS.length())),
        new Mail("links, 250 kB", 50, HTML + "\r\n" + LINKS.repeat(294)),
        new Mail(ALLOWED, 5, HTML + "\r\n" + "<a href=http://a>\r\n".repeat(9_950)),
        new Mail("quoted-printable", 1, qp + "<a href=3Dhttp://a>=\r\n".repeat(5 * MIB / 22)),
        new Mail(
            "base64",
            1,
            base64
                + encoder.encodeToString(
                    LINKS.repeat(5 * MIB / LINKS.length()).getBytes(ISO_8859_1))),
        new Mail(
            "a base", 10, HTML + "\r\n" + base + ("<a href=x>".repeat(90) + "\r\n").repeat(5_000)),
        new Mail("fields", 1, "a:\r\n".repeat(3 * MIB) + HTML + "\r\nx"),
        new Mail("ids", 1, "X-Other:\r\n" + "DKIM-Signature:\r\n".repeat(500_000) + "\r\nx"),
        new Mail(
            "text with a link",
            1,
            HTML + "\r\n" + ("x".repeat(78) + "\r\n").repeat(65_000) + "<a href=http://a>\r\n"),
        new Mail("plain", 50, "Subject: x\r\n\r\n" + ("x".repeat(78) + "\r\n").repeat(3_000)));
  }

  @Test
  void twentyClientsWithTheWorstMailsEndNothingAndLoseNothing() throws Exception {
    List<Mail> mails = mails();
    int port = FreePort.find();
    Path log = folder.resolve("wrapper.log");
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        DigestingSink upstream = new DigestingSink()) {
      Process wrapper = start(port, log, redis.url(), upstream.hostPort());
      try {
        await().atMost(Duration.ofSeconds(60)).until(() -> listens(port, wrapper));
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<Void>> sent = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          int first = client;
          sent.add(clients.submit(() -> sendAll(port, mails, first)));
        }
        for (Future<Void> client : sent) {
          client.get();
        }
        clients.shutdown();
        for (Mail mail : mails) {
          assertTrue(mail.taken.sum() > 0, () -> mail.name + " was never taken");
          long copies = upstream.taken(mail.digest);
          assertTrue(copies >= mail.taken.sum(), () -> mail.name + ": " + copies + " copies");
        }
        for (Mail mail : mails) {
          if (mail.name.equals(ALLOWED)) {
            assertEquals(mail.taken.sum() * mail.recipients, upstream.taken(mail.digest));
          }
        }
        assertTrue(wrapper.isAlive(), () -> "the wrapper has ended: " + output());
      } finally {
        wrapper.destroy();
        assertTrue(wrapper.waitFor(60, TimeUnit.SECONDS), "the wrapper did not end on SIGTERM");
      }
    }
    String lines = Files.readString(log);
    assertTrue(lines.contains("untracked=too-much"));
    assertTrue(lines.contains("links=9950"));
  }

  private Process start(int port, Path log, String redis, String upstream) throws IOException {
    return Installation.command(
            Map.of(
                "JAVA_OPTS",
                "",
                "REDIS_URL",
                redis,
                "LOG_FORMAT",
                "details",
                "WRAPPER_BUFFER_FOLDER",
                folder.toString()),
            "wrapper",
            "-in_hostport=127.0.0.1:" + port,
            "-out_hostport=" + upstream,
            "-tracking_url=" + RunningWrapper.TRACKER,
            "-track_open=false",
            "-track_click",
            "-logfile=" + log)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private boolean listens(int port, Process wrapper) {
    assertTrue(wrapper.isAlive(), () -> "the wrapper did not start: " + output());
    try (SmtpTalk talk = SmtpTalk.to(port)) {
      return talk.reply().startsWith("220");
    } catch (IOException e) {
      return false;
    }
  }

  /** Each client begins with another mail, so that they meet. */
  private static Void sendAll(int port, List<Mail> mails, int first) throws IOException {
    for (int i = 0; i < mails.size(); i++) {
      Mail mail = mails.get((first + i) % mails.size());
      try (SmtpTalk client = SmtpTalk.greeted(port)) {
        client.socket().setSoTimeout(300_000);
        StringBuilder commands = new StringBuilder("MAIL FROM:<s@example.com>\r\n");
        for (int r = 0; r < mail.recipients; r++) {
          commands.append("RCPT TO:<r").append(r).append("@example.com>\r\n");
        }
        client.send(commands.append("DATA\r\n").toString());
        for (int r = 0; r < mail.recipients + 1; r++) {
          assertEquals("250", client.reply().substring(0, 3));
        }
        assertEquals("354", client.reply().substring(0, 3));
        client.socket().getOutputStream().write(mail.message);
        String reply = client.send(".\r\n").reply();
        assertTrue(reply.matches("(250|451|452) .*"), () -> mail.name + ": " + reply);
        if (reply.startsWith("250")) {
          mail.taken.increment();
        }
        client.say("QUIT");
      }
    }
    return null;
  }
}
