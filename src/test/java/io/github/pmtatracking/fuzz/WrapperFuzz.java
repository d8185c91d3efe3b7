package io.github.pmtatracking.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.demo.SinkBehavior;
import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.demo.SmtpSink;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TrackedMail;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** SMTP sessions and mails, right and wrong, against the wrapper. */
final class WrapperFuzz implements FuzzTarget {
  private static final String TRACKING_URL = "http://track.example.com";
  private static final Pattern REPLY = Pattern.compile("[2-5][0-9][0-9][ -][^\r\n]*");
  private static final int LISTEN_MILLIS = 15;
  private static final String[] LINES = {
    "EHLO c\r\n",
    "HELO c\r\n",
    "MAIL FROM:<s@example.com>\r\n",
    "MAIL FROM:<>\r\n",
    "MAIL FROM:<s@example.com> SIZE=99999999999\r\n",
    "MAIL FROM:<s@example.com> BODY=8BITMIME SMTPUTF8\r\n",
    "RCPT TO:<a@example.com>\r\n",
    "RCPT TO:<b@example.com> NOTIFY=NEVER\r\n",
    "RCPT TO:a@example.com\r\n",
    "DATA\r\n",
    "DATA x\r\n",
    "BDAT 5 LAST\r\nhello",
    "RSET\r\n",
    "NOOP\r\n",
    "VRFY x\r\n",
    "HELP\r\n",
    "AUTH PLAIN\r\n",
    "AUTH PLAIN AGEAYg==\r\n",
    "*\r\n",
    "STARTTLS\r\n",
    "XCLIENT ADDR=1.2.3.4\r\n",
    "GET / HTTP/1.1\r\n",
    "QUIT\r\n",
    ".\r\n",
    "\n.\n",
    "\r\n.\n",
  };
  private static final String[] MAIL = {
    "Subject: x\r\n",
    "MIME-Version: 1.0\r\n",
    "Content-Type: text/html\r\n",
    "Content-Type: text/html; charset=utf-16\r\n",
    "Content-Type: text/html; charset=iso-2022-jp\r\n",
    "Content-Type: multipart/mixed; boundary=b\r\n",
    "Content-Type: multipart/alternative; boundary=\"b\"\r\n",
    "Content-Type: message/rfc822\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n",
    "Content-Disposition: attachment\r\n",
    "X-Sp-Message-Id: 0000aa\r\n",
    "DKIM-Signature: v=1; d=example.com\r\n",
    "\r\n",
    "\r\n",
    "--b\r\n",
    "--b--\r\n",
    "..\r\n",
    "<html><body>",
    "<a href=\"https://example.com/?a=1&amp;b=2\">x</a>\r\n",
    "<a href=https://example.com/>",
    "<base href=\"https://example.com/d/\">",
    "<a href='x'>",
    "<!--",
    "-->",
    "<!--[if mso]>",
    "<style>",
    "<script>",
    "</body></html>\r\n",
    "=3D=\r\n",
    "PGEgaHJlZj0iaHR0cDovL2UuY29tLyI+\r\n",
    "text and more text ",
    "\r\n",
  };
  private static final String HONEST =
      "Subject: hello\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
          + "<html><body><a href=\"https://example.com/honest\">x</a></body></html>\r\n";

  private final FuzzSite site;
  private final SmtpSink upstream;
  private final BlockingQueue<SinkMail> mails;
  private final int port;
  private long honest;
  private long replies;

  private WrapperFuzz(FuzzSite site, SmtpSink upstream, BlockingQueue<SinkMail> mails, int port) {
    this.site = site;
    this.upstream = upstream;
    this.mails = mails;
    this.port = port;
  }

  static FuzzTarget start(Path folder) throws IOException {
    FuzzSite site = new FuzzSite(folder);
    BlockingQueue<SinkMail> mails = new LinkedBlockingQueue<>();
    SmtpSink upstream = SmtpSink.start(0, SinkBehavior.FRIENDLY, mails::add);
    int port = FreePort.find();
    site.start(
        port,
        Map.of(
            "WRAPPER_IN_HOSTPORT",
            "127.0.0.1:" + port,
            "WRAPPER_OUT_HOSTPORT",
            upstream.hostPort(),
            "WRAPPER_TRACKING_URL",
            TRACKING_URL,
            "WRAPPER_TRACK_INITIAL_OPEN",
            "true",
            "WRAPPER_TRACK_CLICK",
            "true",
            // those that were cut off are still being noticed when the next ones come
            "WRAPPER_MAX_CONNECTIONS",
            "1000"),
        "wrapper");
    return new WrapperFuzz(site, upstream, mails, port);
  }

  @Override
  public void send(Random random) throws IOException {
    Noise noise = new Noise(random);
    String session = noise.oneIn(2) ? session(noise) : mail(noise);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(LISTEN_MILLIS);
      socket.getOutputStream().write(Noise.octets(session));
      if (noise.oneIn(2)) {
        socket.shutdownOutput();
      }
      requireReplies(socket.getInputStream(), session);
    } catch (IOException cutOff) {
      // the wrapper may close on anything that is no SMTP
    }
  }

  private static String session(Noise noise) {
    String lines = noise.some(20, LINES);
    return noise.oneIn(3) ? noise.damaged(lines) : lines;
  }

  private static String mail(Noise noise) {
    String message = noise.some(30, MAIL);
    return "EHLO c\r\nMAIL FROM:<s@example.com>\r\n"
        + "RCPT TO:<a@example.com>\r\n"
        + (noise.oneIn(3) ? "RCPT TO:<b@example.com>\r\n" : "")
        + "DATA\r\n"
        + (noise.oneIn(3) ? noise.damaged(message) : message)
        + "\r\n.\r\nQUIT\r\n";
  }

  private void requireReplies(InputStream in, String session) throws IOException {
    byte[] read = new byte[65_536];
    StringBuilder text = new StringBuilder();
    try {
      for (int n = in.read(read); n >= 0 && text.length() < 1 << 20; n = in.read(read)) {
        text.append(new String(read, 0, n, ISO_8859_1));
      }
    } finally {
      // a last line may be half of one
      String whole = text.substring(0, text.lastIndexOf("\r\n") + 1);
      for (String line : whole.split("\r\n?")) {
        if (!line.isEmpty()) {
          replies++;
          assertTrue(REPLY.matcher(line).matches(), () -> "<" + line + "> in " + session);
        }
      }
    }
  }

  @Override
  public void requireHonestWork() throws Exception {
    honest++;
    String recipient = "honest" + honest + "@example.com";
    try (SmtpTalk client = SmtpTalk.greeted(port)) {
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<" + recipient + ">");
      client.say("DATA");
      assertEquals("250 2.0.0 message received", client.send(HONEST).say("."));
      client.say("QUIT");
    }
    while (true) {
      SinkMail mail = mails.poll(30, TimeUnit.SECONDS);
      assertNotNull(mail, "the honest mail did not reach upstream");
      if (mail.recipients().equals(List.of(recipient))) {
        TrackedMail tracked = new TrackedMail(TRACKING_URL, mail.data());
        tracked.requireLinksOf(recipient, 3);
        assertEquals(List.of("https://example.com/honest"), tracked.targets());
        return;
      }
    }
  }

  @Override
  public void finish() throws IOException {
    assertEquals(
        List.of(),
        site.service()
            .log()
            .lines()
            .filter(line -> line.contains("java.lang.OutOfMemoryError"))
            .toList());
  }

  @Override
  public String summary() {
    return honest + " of " + honest + " honest mails, " + replies + " replies";
  }

  @Override
  public long residentBytes() throws IOException {
    return site.residentBytes();
  }

  @Override
  public void close() throws IOException {
    site.close();
    upstream.close();
  }
}
