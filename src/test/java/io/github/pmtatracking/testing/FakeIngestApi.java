package io.github.pmtatracking.testing;

import io.github.pmtatracking.demo.IngestApi;
import io.github.pmtatracking.demo.IngestApi.Behavior;
import io.github.pmtatracking.demo.IngestPost;
import io.github.pmtatracking.demo.IngestReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The stand-in for the ingest API, misbehaving on request: {@link #next} says how the next POSTs
 * are answered, {@link #always} how all others are; at first all are accepted.
 */
public final class FakeIngestApi implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"event_id\":\"(\\d+)\"");
  private static final int TIMEOUT_SECONDS = 30;

  private final Queue<Behavior> next = new ConcurrentLinkedQueue<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<List<String>> attempts = new CopyOnWriteArrayList<>();
  private final IngestApi api;
  private volatile Behavior always = IngestPost::accept;

  public FakeIngestApi() throws IOException {
    this(null);
  }

  /**
   * @param tls with the server's certificate; null for plain HTTP
   */
  public FakeIngestApi(@Nullable SSLContext tls) throws IOException {
    api =
        IngestApi.start(
            0,
            tls,
            this::answer,
            ndjson -> new String(ndjson, StandardCharsets.UTF_8).lines().forEach(lines::add));
  }

  /** For {@code sparkpost.host.ingest}. */
  public String url() {
    return api.url();
  }

  /** How the next POSTs are answered, one after the other. */
  public void next(Behavior... behavior) {
    next.addAll(List.of(behavior));
  }

  /** How POSTs are answered that {@link #next} says nothing about. */
  public void always(Behavior behavior) {
    always = behavior;
  }

  /** Each accepted line, in order, repeated ones too. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The event ids of the accepted lines, in order. */
  public List<String> ids() {
    return lines.stream().map(FakeIngestApi::id).toList();
  }

  /** The event ids of each POST whose body was read, accepted or not. */
  public List<List<String>> attempts() {
    return List.copyOf(attempts);
  }

  /** POSTs that arrived, whatever the answer. */
  public long requests() {
    return api.requests();
  }

  /** Replaces the status of a batch. */
  public void setStatus(String batchId, String status) {
    api.setStatus(batchId, status);
  }

  /** The status of each new batch from now on: JSON with {@code %s} for its id. */
  public void setStatusOfAll(String status) {
    api.setStatusOfAll(status);
  }

  /**
   * From now on, requests for the status of batches get this HTTP status; 200: the batch status.
   */
  public void answerStatus(int status) {
    api.answerStatus(status);
  }

  /** The port on loopback. */
  public int port() {
    return api.port();
  }

  /** The ids of the batches that were accepted, in order. */
  public List<String> batches() {
    return api.batches();
  }

  /** The reply to requests for failed events. */
  public void answerFailures(IngestReply reply) {
    api.answerFailures(reply);
  }

  @Override
  public void close() {
    api.close();
  }

  private IngestReply answer(IngestPost post) throws IOException {
    Behavior behavior = next.poll();
    return (behavior == null ? always : behavior).answer(post);
  }

  private IngestReply read(IngestPost post, IngestReply reply) throws IOException {
    attempts.add(post.lines().stream().map(FakeIngestApi::id).toList());
    return reply;
  }

  /** Reads the events and answers with an error of the API. */
  public Behavior status(int status) {
    return post -> read(post, IngestReply.error(status, "scripted"));
  }

  /** As {@link #status(int)}, with {@code Retry-After}. */
  public Behavior retryAfter(int status, String value) {
    return post ->
        read(
            post,
            new IngestReply(
                status,
                Map.of("Retry-After", value, "Content-Type", "application/json"),
                IngestReply.error(status, "wait").body(),
                0));
  }

  /** A page of some proxy instead of the API's JSON. */
  public static Behavior html(int status) {
    return post -> {
      post.lines();
      return new IngestReply(
          status, Map.of("Content-Type", "text/html"), "<html><body>Sorry</body></html>", 0);
    };
  }

  /** Refuses a POST that has a line like that, and accepts others. */
  public Behavior refusing(int status, Predicate<String> bad) {
    return post ->
        post.lines().stream().anyMatch(bad)
            ? read(post, IngestReply.error(status, "bad event"))
            : read(post, post.accept());
  }

  /** Refuses a POST of more bytes before compression. */
  public Behavior atMost(int bytes) {
    return post ->
        post.ndjson().length > bytes
            ? read(post, IngestReply.error(413, "too large"))
            : read(post, post.accept());
  }

  /** Accepts the events; the answer is lost. */
  public Behavior acceptWithoutAnswer() {
    return post -> {
      read(post, post.accept());
      return IngestReply.HANG_UP;
    };
  }

  /** Closes the connection while the body is still coming. */
  public static Behavior hangUpInTheBody() {
    return post -> {
      post.readSome(10);
      return IngestReply.HANG_UP;
    };
  }

  /** Closes the connection in the middle of its answer. */
  public static Behavior hangUpInTheAnswer() {
    return post -> {
      post.lines();
      return new IngestReply(200, Map.of("Content-Type", "application/json"), "{\"resu", 20);
    };
  }

  /** Accepts the events and answers only when the latch is open. */
  public Behavior acceptLate(CountDownLatch answer) {
    return post -> {
      IngestReply reply = read(post, post.accept());
      awaitQuietly(answer);
      return reply;
    };
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String id(String line) {
    Matcher id = ID.matcher(line);
    return id.find() ? id.group(1) : "";
  }
}
