package io.github.pmtatracking.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.tracker.RawHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP, right and wrong, against the tracker. */
final class TrackerFuzz implements FuzzTarget {
  private static final String TRACKING_URL = "http://track.example.com";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final int LISTEN_MILLIS = 15;
  private static final String[] TARGETS = {
    "/",
    "/favicon.ico",
    "/robots.txt",
    "*",
    "http://track.example.com/",
    "/x?y=z",
    "/tracking/open/"
  };
  private static final String[] FIELDS = {
    "Host: t\r\n",
    "Host: t\r\n",
    "Host: t\r\n",
    "Host: a@b:99/x\r\n",
    "Connection: close\r\n",
    "Connection: keep-alive\r\n",
    "Content-Length: 0\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: 5, 5\r\n",
    "Content-Length: +5\r\n",
    "Content-Length: 99999999999999999999\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: xchunked\r\n",
    "Transfer-Encoding: chunked, identity\r\n",
    "Transfer-Encoding : chunked\r\n",
    "Expect: 100-continue\r\n",
    "Upgrade: h2c\r\n",
    "X-Real-Ip: 203.0.113.9\r\n",
    "X-Real-Ip: [2001:db8::1]:99\r\n",
    "X-Forwarded-For: 203.0.113.9, 10.0.0.1\r\n",
    "User-Agent: Mozilla/5.0\r\n",
    " folded\r\n",
    ": no name\r\n",
  };

  private final FuzzSite site;
  private final int port;
  private long honest;
  private long answers;

  private TrackerFuzz(FuzzSite site, int port) {
    this.site = site;
    this.port = port;
  }

  static FuzzTarget start(Path folder) throws IOException {
    FuzzSite site = new FuzzSite(folder);
    int port = FreePort.find();
    site.start(
        port,
        Map.of(
            "TRACKER_IN_HOSTPORT",
            "127.0.0.1:" + port,
            "TRACKER_SPOOL_FOLDER",
            folder.resolve("spool").toString()),
        "tracker");
    return new TrackerFuzz(site, port);
  }

  private static String path(String target, String messageId) {
    TrackingLink link = new TrackingLink(Action.CLICK, target, messageId, "a@b", null, false);
    return new TrackingUrl(TRACKING_URL).encode(link).substring(TRACKING_URL.length());
  }

  @Override
  public void send(Random random) throws IOException {
    Noise noise = new Noise(random);
    StringBuilder text = new StringBuilder();
    for (int i = 1 + noise.below(4); i > 0; i--) {
      text.append(request(noise));
    }
    String requests = noise.oneIn(3) ? noise.damaged(text.toString()) : text.toString();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LISTEN_MILLIS);
      if (noise.oneIn(4)) {
        socket.setSoLinger(true, 0); // a reset instead of an end
      }
      byte[] octets = Noise.octets(requests);
      int cut = noise.below(octets.length + 1);
      socket.getOutputStream().write(octets, 0, cut);
      socket.getOutputStream().write(octets, cut, octets.length - cut);
      if (noise.oneIn(2)) {
        socket.shutdownOutput();
      }
      requireAnswers(socket.getInputStream(), requests);
    } catch (IOException cutOff) {
      // the tracker may close on anything that is no HTTP
    }
  }

  private static String request(Noise noise) {
    String good = path("https://example.com/" + noise.some(3, "a", "?b=c", "#d", "%20"), "fuzz");
    String target =
        switch (noise.below(4)) {
          case 0 -> good;
          case 1 -> noise.damaged(good);
          case 2 -> noise.pick(TARGETS) + noise.some(3, "eJx", "/", "=", "?", "%2F");
          default -> noise.pick("/tracking/click", "/tracking/open", "/a/b") + good;
        };
    return noise.pick("GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "get", noise.hostile())
        + " "
        + target
        + noise.pick(" HTTP/1.1", " HTTP/1.1", " HTTP/1.0", " HTTP/2.0", "", " HTTP/1.1 ")
        + noise.pick("\r\n", "\r\n", "\r\n", "\n")
        + noise.some(5, FIELDS)
        + "\r\n"
        + noise.some(2, "hello", "5\r\nhello\r\n0\r\n\r\n", "5;a=\"\r\nX\r\n", "0\r\n\r\n");
  }

  private void requireAnswers(InputStream in, String requests) throws IOException {
    byte[] read = new byte[65_536];
    StringBuilder text = new StringBuilder();
    try {
      for (int n = in.read(read); n >= 0 && text.length() < 1 << 20; n = in.read(read)) {
        text.append(new String(read, 0, n, StandardCharsets.ISO_8859_1));
      }
    } finally {
      Matcher status = STATUS.matcher(text);
      while (status.find()) {
        answers++;
        int code = Integer.parseInt(status.group(1));
        boolean known = code >= 200 && code < 500 || code == 501 || code == 505;
        assertTrue(known, () -> code + " to " + requests);
      }
    }
  }

  @Override
  public void requireHonestWork() throws Exception {
    String messageId = String.format("%020d", ++honest);
    try (RawHttp http = new RawHttp(port)) {
      RawHttp.Reply reply = http.get(path("https://example.com/" + honest, messageId)).reply();
      assertEquals(302, reply.status());
      assertEquals("https://example.com/" + honest, reply.header("location"));
    }
    List<String> queued = site.takeQueued();
    assertEquals(1, queued.stream().filter(entry -> entry.contains(messageId)).count(), messageId);
  }

  @Override
  public void finish() {}

  @Override
  public String summary() {
    return honest + " of " + honest + " honest clicks, " + answers + " answers";
  }

  @Override
  public long residentBytes() throws IOException {
    return site.residentBytes();
  }

  @Override
  public void close() {
    site.close();
  }
}
