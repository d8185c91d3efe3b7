package io.github.pmtatracking.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the ingest API (docs/formats.md, "Ingest API"): takes {@code POST
 * /api/v1/ingest/events}, counts the events and the distinct event ids, passes each NDJSON line to
 * a listener, and answers {@code GET /api/v1/events/ingest?batch_ids=} with the status of a batch.
 * {@code GET /counts} shows the totals. {@link Behavior} chooses the answer to a POST; the default
 * accepts everything that the real API accepts. Listens on loopback only. Thread-safe.
 */
public final class IngestApi implements AutoCloseable {
  /** The path for posting events. */
  public static final String POST_PATH = "/api/v1/ingest/events";

  /** The path of requests for the status of batches. */
  public static final String BATCH_STATUS_PATH = "/api/v1/events/ingest";

  /** The path for asking for the failed events of a batch, before its id. */
  public static final String FAILURES_PATH = POST_PATH + "/failures/";

  private static final int MAX_RAW_BYTES = 5 * 1024 * 1024;
  private static final byte[] EVENT_ID = "\"event_id\":\"".getBytes(StandardCharsets.US_ASCII);

  /** Chooses the answer to a POST. */
  public interface Behavior {
    IngestReply answer(IngestPost post) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Behavior behavior;
  private final Consumer<byte[]> accepted;
  private final Map<String, String> statuses = new ConcurrentHashMap<>();

  private final List<String> batches = new CopyOnWriteArrayList<>();

  private volatile int statusReply = 200;
  private volatile @Nullable String statusOfAll;
  private volatile IngestReply failures = IngestReply.error(404, "no failures");
  private final DistinctIds ids = new DistinctIds();
  private long requests;
  private long events;

  private IngestApi(HttpServer server, Behavior behavior, Consumer<byte[]> accepted) {
    this.server = server;
    this.behavior = behavior;
    this.accepted = accepted;
  }

  /**
   * Starts the API with its default behavior.
   *
   * @param port the port on loopback, 0 for a free one
   * @param accepted gets the inflated NDJSON of each accepted batch
   */
  public static IngestApi start(int port, Consumer<byte[]> accepted) throws IOException {
    return start(port, IngestPost::accept, accepted);
  }

  /** As {@link #start(int, Consumer)}, with the answers of {@code behavior}. */
  public static IngestApi start(int port, Behavior behavior, Consumer<byte[]> accepted)
      throws IOException {
    return start(port, null, behavior, accepted);
  }

  /**
   * As above, over TLS.
   *
   * @param tls with the server's certificate; null for plain HTTP
   */
  public static IngestApi start(
      int port, @Nullable SSLContext tls, Behavior behavior, Consumer<byte[]> accepted)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = tls == null ? HttpServer.create(address, 128) : https(address, tls);
    IngestApi api = new IngestApi(server, behavior, accepted);
    server.setExecutor(api.workers);
    server.createContext(POST_PATH, api::post);
    server.createContext(BATCH_STATUS_PATH, api::status);
    server.createContext(FAILURES_PATH, api::failures);
    server.createContext("/counts", api::counts);
    server.start();
    return api;
  }

  private static HttpServer https(InetSocketAddress address, SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(address, 128);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  /** The value of {@code SPARKPOST_HOST_INGEST} for it, as http://host:port. */
  public String url() {
    return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port();
  }

  /** The port on loopback. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** POSTs that arrived, whatever the answer. */
  public synchronized long requests() {
    return requests;
  }

  /** Events accepted, repeated ones included. */
  public synchronized long events() {
    return events;
  }

  /** Distinct event ids accepted. */
  public synchronized int distinctEvents() {
    return ids.size();
  }

  /** Replaces the status of a batch: a JSON object as in the results of the API. */
  public void setStatus(String batchId, String status) {
    statuses.put(batchId, status);
  }

  /** From now on, the status of each new batch: JSON with {@code %s} for its id; null: its own. */
  public void setStatusOfAll(@Nullable String status) {
    statusOfAll = status;
  }

  /**
   * From now on, requests for the status of batches get this error; 200: they get the status again.
   */
  public void answerStatus(int status) {
    statusReply = status;
  }

  /** The ids of the batches that were accepted, in order. */
  public List<String> batches() {
    return List.copyOf(batches);
  }

  /** The reply to requests for the failed events of a batch; at first 404. */
  public void answerFailures(IngestReply reply) {
    failures = reply;
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private void post(HttpExchange exchange) throws IOException {
    synchronized (this) {
      requests++;
    }
    IngestReply reply;
    if (!"POST".equals(exchange.getRequestMethod())) {
      reply = IngestReply.error(405, "Method not allowed");
    } else {
      reply = behavior.answer(new IngestPost(exchange, this::accept));
    }
    send(exchange, reply);
  }

  private IngestReply accept(IngestPost post) {
    String key = post.header("Authorization");
    if (key == null || key.isBlank()) {
      return IngestReply.error(401, "Unauthorized.");
    }
    if (!"gzip".equals(post.header("Content-Encoding"))
        || !"application/x-ndjson".equals(post.header("Content-Type"))) {
      return IngestReply.error(415, "Unsupported Media Type");
    }
    byte[] ndjson;
    try {
      ndjson = post.ndjson();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (ndjson.length > MAX_RAW_BYTES) {
      return IngestReply.error(413, "Payload too large");
    }
    String batchId = UUID.randomUUID().toString();
    String status = record(ndjson, batchId);
    String forAll = statusOfAll;
    statuses.put(batchId, forAll == null ? status : forAll.replace("%s", batchId));
    batches.add(batchId);
    accepted.accept(ndjson);
    return IngestReply.json(200, "{\"results\":{\"id\":\"" + batchId + "\"}}");
  }

  private synchronized String record(byte[] ndjson, String batchId) {
    int fresh = 0;
    int repeated = 0;
    int failed = 0;
    for (int start = 0, end; start < ndjson.length; start = end + 1) {
      end = start;
      while (end < ndjson.length && ndjson[end] != '\n') {
        end++;
      }
      long id = eventId(ndjson, start, end);
      if (id < 0) {
        failed++;
      } else if (ids.add(id)) {
        fresh++;
      } else {
        repeated++;
      }
    }
    events += fresh + repeated;
    return String.format(
        "{\"batch_id\":\"%s\",\"type\":\"%s\",\"error_type\":%s,\"number_succeeded\":%d,"
            + "\"number_duplicates\":%d,\"number_failed\":%d,\"retryable\":false}",
        batchId,
        failed == 0 ? "success" : "error",
        failed == 0 ? "null" : "\"validation\"",
        fresh,
        repeated,
        failed);
  }

  /** The decimal event id of a line, or -1. */
  private static long eventId(byte[] ndjson, int start, int end) {
    search:
    for (int at = start; at + EVENT_ID.length < end; at++) {
      for (int i = 0; i < EVENT_ID.length; i++) {
        if (ndjson[at + i] != EVENT_ID[i]) {
          continue search;
        }
      }
      int digit = at + EVENT_ID.length;
      long id = 0;
      while (digit < end && ndjson[digit] >= '0' && ndjson[digit] <= '9') {
        id = id * 10 + ndjson[digit++] - '0';
      }
      boolean closed = digit > at + EVENT_ID.length && digit < end && ndjson[digit] == '"';
      return closed ? id : -1;
    }
    return -1;
  }

  private void status(HttpExchange exchange) throws IOException {
    if (statusReply != 200) {
      send(exchange, IngestReply.error(statusReply, "no status"));
      return;
    }
    String query = exchange.getRequestURI().getQuery();
    List<String> results = new ArrayList<>();
    if (query != null && query.startsWith("batch_ids=")) {
      for (String id : query.substring("batch_ids=".length()).split(",", -1)) {
        String status = statuses.get(id);
        if (status != null) {
          results.add(status);
        }
      }
    }
    String list = String.join(",", results);
    send(
        exchange,
        IngestReply.json(
            200, "{\"results\":[" + list + "],\"total_count\":" + results.size() + "}"));
  }

  private void failures(HttpExchange exchange) throws IOException {
    send(exchange, failures);
  }

  private void counts(HttpExchange exchange) throws IOException {
    String body =
        String.format(
            "{\"requests\":%d,\"events\":%d,\"distinct\":%d}%n",
            requests(), events(), distinctEvents());
    send(exchange, IngestReply.json(200, body));
  }

  private static void send(HttpExchange exchange, IngestReply reply) throws IOException {
    try (exchange) {
      if (reply.status() == 0) {
        return;
      }
      byte[] body = reply.body();
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(reply.status(), body.length + reply.missing());
      exchange.getResponseBody().write(body);
      if (reply.missing() > 0) {
        exchange.getResponseBody().flush();
      }
    }
  }

  /**
   * Runs it alone: {@code IngestApi [port] [-quiet]}. Prints the accepted NDJSON, or nothing with
   * {@code -quiet}.
   */
  public static void main(String[] args) throws IOException {
    int port = args.length > 0 && !args[0].startsWith("-") ? Integer.parseInt(args[0]) : 8889;
    boolean quiet = List.of(args).contains("-quiet");
    IngestApi api =
        start(
            port,
            ndjson -> {
              if (!quiet) {
                System.out.print(new String(ndjson, StandardCharsets.UTF_8));
                System.out.flush();
              }
            });
    System.err.println("Stand-in for the ingest API at " + api.url() + POST_PATH);
  }
}
