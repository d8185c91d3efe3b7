package io.github.pmtatracking.demo;

import io.github.pmtatracking.redis.EmbeddedRedis;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.subethamail.smtp.client.SmartClient;

/**
 * The whole chain on one machine: a mail goes in, its open and one click come out at the stand-in
 * for the ingest API. Our processes are real ones; Redis is real; PowerMTA and the API are
 * stand-ins. All ports are free ones.
 */
public final class Demo implements AutoCloseable {
  private static final String SENDER = "news@example.com";
  private static final String RECIPIENT = "reader@example.com";
  private static final int TIMEOUT_SECONDS = 60;

  private final PrintStream out;
  private final Path folder;
  private final Path example;
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private int steps;

  /**
   * @param folder for Redis's data and the logs
   * @param example the mail to send
   * @param out for the steps
   */
  public Demo(Path folder, Path example, PrintStream out) {
    this.folder = folder;
    this.example = example;
    this.out = out;
  }

  /** The parts of the chain that a person can try while it runs. */
  private record Chain(
      EmbeddedRedis redis,
      IngestApi api,
      ChildJvm flows,
      PowerMtaStub powerMta,
      int tracker,
      int wrapper) {}

  /**
   * Runs the chain once.
   *
   * @param stay whether to keep it running until this process is ended
   * @throws IllegalStateException with the step that failed
   */
  public void run(boolean stay) throws Exception {
    Chain chain = start();
    MimeMessage mail = sendMail(chain);
    String link = read(mail, chain);
    showEvents();
    if (stay) {
      explain(chain, link);
      Thread.currentThread().join();
    }
  }

  private Chain start() throws IOException {
    EmbeddedRedis redis =
        opened(EmbeddedRedis.startForOwner(folder.resolve("redis"), "--appendonly", "yes"));
    step("runs " + redis.describe());
    IngestApi api =
        opened(
            IngestApi.start(
                0,
                ndjson -> new String(ndjson, StandardCharsets.UTF_8).lines().forEach(events::add)));
    step("stand-in for the ingest API listens at " + api.url() + IngestApi.POST_PATH);

    Map<String, String> environment = environment(redis);
    ChildJvm accounting =
        opened(ChildJvm.start(environment, folder.resolve("acct_etl.log"), "acct_etl"));
    PowerMtaStub powerMta = opened(new PowerMtaStub(accounting.process().getOutputStream()));
    step(
        "stand-in for PowerMTA listens on port "
            + powerMta.port()
            + " and writes its records to acct_etl's pipe");

    int tracker = freePort();
    int wrapper = freePort();
    environment.put("SPARKPOST_API_KEY_INGEST", "demo");
    environment.put("SPARKPOST_HOST_INGEST", api.url());
    environment.put("FEEDER_BATCH_MAX_AGE", "1s");
    environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:" + tracker);
    environment.put("WRAPPER_IN_HOSTPORT", "127.0.0.1:" + wrapper);
    environment.put("WRAPPER_OUT_HOSTPORT", "127.0.0.1:" + powerMta.port());
    environment.put("WRAPPER_TRACKING_URL", "http://127.0.0.1:" + tracker);
    environment.put("WRAPPER_TRACK_CLICK", "true");
    environment.put("MANAGEMENT_HOSTPORT", "127.0.0.1:" + freePort());
    ChildJvm flows =
        opened(
            ChildJvm.start(
                environment, folder.resolve("run.log"), "run", "tracker", "feeder", "wrapper"));
    await("tracker and wrapper to listen", flows, () -> listens(tracker) && listens(wrapper));
    step("tracker (HTTP port " + tracker + "), wrapper (SMTP port " + wrapper + ") and feeder run");
    return new Chain(redis, api, flows, powerMta, tracker, wrapper);
  }

  /** Keeps the demo apart from what this machine may run in earnest, its spools above all. */
  private Map<String, String> environment(EmbeddedRedis redis) {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", redis.url());
    environment.put("REDIS_ATTRIBUTES_URL", "");
    environment.put("ACCOUNTING_SPOOL_FOLDER", folder.resolve("acct_etl-spool").toString());
    environment.put("ACCOUNTING_REJECTS_FILE", folder.resolve("rejects.jsonl").toString());
    environment.put("TRACKER_SPOOL_FOLDER", folder.resolve("tracker-spool").toString());
    return environment;
  }

  private MimeMessage sendMail(Chain chain) throws Exception {
    SmartClient client = SmartClient.createAndConnect("127.0.0.1", chain.wrapper(), "localhost");
    client.from(SENDER);
    client.to(RECIPIENT);
    client.dataStart();
    byte[] bytes = Files.readAllBytes(example);
    client.dataWrite(bytes, bytes.length);
    client.dataEnd();
    client.quit();
    step("sent " + example.getFileName() + " (" + bytes.length + " bytes) to the wrapper");
    MimeMessage mail = chain.powerMta().awaitDelivered(TIMEOUT_SECONDS);
    String messageId = mail.getHeader(PowerMtaStub.MESSAGE_ID_HEADER, null);
    step(
        "PowerMTA took it from the wrapper ("
            + mail.getSize()
            + " bytes of body), message id "
            + messageId);
    await("acct_etl to load the record", chain.flows(), () -> accounted(messageId));
    step("acct_etl loaded the delivery record: msgID_" + messageId);
    return mail;
  }

  private boolean accounted(String messageId) {
    try {
      return Files.readString(folder.resolve("acct_etl.log")).contains("Loaded msgID_" + messageId);
    } catch (IOException e) {
      return false;
    }
  }

  /** Opens the mail and follows its first link, which is returned. */
  private String read(MimeMessage mail, Chain chain) throws Exception {
    Document html = Jsoup.parse(html(mail));
    String tracking = "http://127.0.0.1:" + chain.tracker() + "/";
    Element pixel = html.selectFirst("img[src^=" + tracking + "]");
    Element link = html.selectFirst("a[href^=" + tracking + "]");
    if (pixel == null || link == null) {
      throw new IllegalStateException(
          "the delivered mail has no pixel or no tracked link:\n" + html);
    }
    HttpResponse<byte[]> open = get(pixel.attr("src"));
    require(open.statusCode() == 200, "the pixel was answered with " + open.statusCode());
    step(
        "the reader opens the mail: 200 "
            + open.headers().firstValue("content-type").orElse("?")
            + ", "
            + open.body().length
            + " bytes");
    HttpResponse<byte[]> click = get(link.attr("href"));
    require(click.statusCode() == 302, "the link was answered with " + click.statusCode());
    step(
        "the reader clicks \""
            + link.text()
            + "\": 302 to "
            + click.headers().firstValue("location").orElse("?"));
    return link.attr("href");
  }

  private void showEvents() throws InterruptedException {
    String[] lines = new String[2];
    for (int i = 0; i < lines.length; i++) {
      String line = events.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      require(
          line != null,
          "only " + i + " of 2 events reached the ingest API within " + TIMEOUT_SECONDS + " s");
      lines[i] = String.valueOf(line);
      require(
          lines[i].contains("\"rcpt_to\":\"" + RECIPIENT + "\""),
          "an event came without its recipient: " + line);
    }
    step("the feeder posted 2 events to the ingest API:");
    for (String line : lines) {
      out.println(line);
    }
  }

  private void explain(Chain chain, String link) {
    out.println();
    out.println("It keeps running; end it with Ctrl-C. To try:");
    out.println(
        "  swaks --server 127.0.0.1:"
            + chain.wrapper()
            + " --from "
            + SENDER
            + " --to you@example.com --data @"
            + example.toAbsolutePath());
    out.println("  curl -i " + link + "    # one more click on the mail above");
    out.println("  curl -i http://127.0.0.1:" + chain.tracker() + "/robots.txt");
    out.println("  " + chain.redis().cli() + " keys '*'");
    out.println("  curl " + chain.api().url() + "/counts    # events that reached the API");
    out.println("  tail -f " + folder.resolve("*.log"));
  }

  private void step(String text) {
    steps++;
    out.println(steps + ". " + text);
    out.flush();
  }

  private <T extends AutoCloseable> T opened(T resource) {
    resources.push(resource);
    return resource;
  }

  private static void require(boolean condition, String failure) {
    if (!condition) {
      throw new IllegalStateException(failure);
    }
  }

  private static void await(String what, ChildJvm process, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!condition.getAsBoolean()) {
      process.requireRunning();
      require(System.nanoTime() < deadline, "waited " + TIMEOUT_SECONDS + " s for " + what);
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      }
    }
  }

  private static HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("User-Agent", "Mozilla/5.0 (demo)").build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String html(MimeMessage mail) throws IOException, MessagingException {
    Multipart parts = (Multipart) mail.getContent();
    for (int i = 0; i < parts.getCount(); i++) {
      BodyPart part = parts.getBodyPart(i);
      if (part.isMimeType("text/html")) {
        return (String) part.getContent();
      }
    }
    throw new IllegalStateException("the delivered mail has no HTML part");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends everything that was started, the last first. */
  @Override
  public void close() {
    while (!resources.isEmpty()) {
      AutoCloseable resource = resources.pop();
      try {
        resource.close();
      } catch (Exception e) {
        out.println("   (" + resource.getClass().getSimpleName() + " did not close: " + e + ")");
      }
    }
  }
}
