package io.github.pmtatracking.component.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesConsumerTest {
  @TempDir Path folder;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Route route = new Route();
  private final Ends ends = new Ends();

  @BeforeEach
  void bindListener() {
    camel.getRegistry().bind("ends", ends);
  }

  @AfterEach
  void stopCamel() {
    route.hold = false;
    route.goOn();
    camel.stop();
  }

  @Test
  void aFileIsHandedOnInGroupsAndItsEndIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("a.csv"), lines("a", 7));
    start(List.of(file), "maxLines=3");
    await().until(() -> ends.ended != null);
    assertEquals(List.of(), ends.ended);
    assertEquals(List.of(3, 3, 1), route.sizes());
    assertEquals(expected("a", 7), route.all());
    assertEquals(List.of(1L, 4L, 7L), route.headers(LinesConstants.FIRST));
    assertEquals(List.of(100, 100, 100), route.headers(LinesConstants.PERCENT));
  }

  @Test
  void aSourceThatCannotBeReadIsSeenByTheHealthOfTheProcess() throws Exception {
    HealthCheckRegistry health = new DefaultHealthCheckRegistry(camel);
    camel.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, health);
    start(List.of(folder.resolve("missing.csv")), "");
    await().until(() -> ends.ended != null);
    List<HealthCheck> checks = health.stream().toList();
    assertEquals(1, checks.size(), checks.toString());
    assertEquals(HealthCheck.State.DOWN, checks.get(0).call().getState());
  }

  @Test
  void severalFilesComeOneAfterAnotherAndCompressedOnesToo() throws Exception {
    Path plain = Files.writeString(folder.resolve("a.csv"), lines("a", 2));
    Path gzipped = Files.write(folder.resolve("b.csv.gz"), gzip(lines("b", 2)));
    start(List.of(plain, gzipped), "");
    await().until(() -> ends.ended != null);
    assertEquals(
        List.of(plain.toString(), gzipped.toString()), route.headers(LinesConstants.SOURCE));
    assertEquals(List.of(1L, 1L), route.headers(LinesConstants.FIRST));
    assertEquals(List.of("a0", "a1", "b0", "b1"), route.all());
  }

  @Test
  void aFileThatCannotBeReadIsToldAndTheNextIsRead() throws Exception {
    byte[] whole = gzip(lines("a", 1000));
    Path broken =
        Files.write(folder.resolve("a.gz"), java.util.Arrays.copyOf(whole, whole.length / 2));
    Path good = Files.writeString(folder.resolve("b.csv"), lines("b", 1));
    start(List.of(folder.resolve("absent"), broken, good), "");
    await().until(() -> ends.ended != null);
    assertEquals(2, ends.ended.size());
    assertTrue(ends.ended.get(0).startsWith(folder.resolve("absent") + " cannot be read"));
    assertTrue(ends.ended.get(1).startsWith(broken.toString()));
    assertEquals("b0", route.all().get(route.all().size() - 1));
    assertTrue(route.headers(LinesConstants.TRUNCATED).contains(true));
  }

  @Test
  void whatArrivedGoesOnWithoutWaitingForMore() throws Exception {
    Path pipe = pipe();
    start(List.of(pipe), "");
    try (OutputStream writer = Files.newOutputStream(pipe)) {
      writer.write("first\nsec".getBytes(UTF_8));
      await().until(() -> route.all().equals(List.of("first")));
      writer.write("ond\n".getBytes(UTF_8));
      await().until(() -> route.all().equals(List.of("first", "second")));
    }
    await().until(() -> ends.ended != null);
    assertEquals(List.of(-1, -1), route.headers(LinesConstants.PERCENT));
  }

  @Test
  void stoppingHandsOnWhatWasReadAndWhatThePipeHolds() throws Exception {
    route.hold = true;
    Path pipe = pipe();
    start(List.of(pipe), "maxInFlight=1&maxLines=10");
    try (OutputStream writer = Files.newOutputStream(pipe)) {
      writer.write(lines("a", 10).getBytes(UTF_8));
      await().until(() -> route.held.size() == 1);
      // These wait in the reader and in the pipe while the route has the first ten.
      writer.write(lines("b", 25).getBytes(UTF_8));
      writer.write("torn".getBytes(UTF_8));
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(camel::stop);
      await().until(() -> ends.ending);
      assertFalse(stopped.isDone());
      route.hold = false;
      route.goOn();
      stopped.get();
    }
    List<String> all = expected("a", 10);
    all.addAll(expected("b", 25));
    all.add("torn");
    assertEquals(all, route.all());
    assertEquals(
        List.of(false, false, false, false, true), route.headers(LinesConstants.TRUNCATED));
    assertEquals(null, ends.ended);
  }

  @Test
  void stoppingWhileThePipeIsSilentEndsAtOnce() throws Exception {
    Path pipe = pipe();
    start(List.of(pipe), "stopTimeout=30000");
    try (OutputStream writer = Files.newOutputStream(pipe)) {
      writer.write("one\n".getBytes(UTF_8));
      await().until(() -> route.all().size() == 1);
      camel.stop();
    }
    assertEquals(List.of("one"), route.all());
  }

  @Test
  void readingWaitsWhileAsManyExchangesAreUnderWayAsAllowed() throws Exception {
    route.hold = true;
    Path file = Files.writeString(folder.resolve("a.csv"), lines("a", 10));
    start(List.of(file), "maxLines=1&maxInFlight=3");
    await().until(() -> route.held.size() == 3);
    assertEquals(
        3, camel.getEndpoint(uri("maxLines=1&maxInFlight=3"), LinesEndpoint.class).getInFlight());
    route.goOn();
    await().until(() -> route.held.size() == 3 && route.all().size() == 6);
    route.hold = false;
    route.goOn();
    await().until(() -> ends.ended != null);
    assertEquals(expected("a", 10), route.all());
  }

  @Test
  void aSuspendedRouteReadsNoFurtherUntilItIsResumed() throws Exception {
    Path pipe = pipe();
    start(List.of(pipe), "");
    try (OutputStream writer = Files.newOutputStream(pipe)) {
      writer.write("one\n".getBytes(UTF_8));
      await().until(() -> route.all().size() == 1);
      camel.getRouteController().suspendRoute("lines");
      writer.write("two\n".getBytes(UTF_8));
      await().pollDelay(java.time.Duration.ofMillis(100)).until(() -> route.all().size() == 1);
      camel.getRouteController().resumeRoute("lines");
      await().until(() -> route.all().equals(List.of("one", "two")));
    }
  }

  @Test
  void oneFileMayBeNamedInTheUri() throws Exception {
    Path file = Files.writeString(folder.resolve("a.csv"), lines("a", 2));
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("lines:test?files=" + file + "&listener=#ends").routeId("lines").process(route);
          }
        });
    camel.start();
    await().until(() -> ends.ended != null);
    assertEquals(expected("a", 2), route.all());
  }

  private void start(List<Path> files, String options) throws Exception {
    camel.getRegistry().bind("files", files);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(uri(options)).routeId("lines").process(route);
          }
        });
    camel.start();
  }

  private static String uri(String options) {
    return "lines:test?files=#files&listener=#ends" + (options.isEmpty() ? "" : "&" + options);
  }

  private Path pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    return pipe;
  }

  private static String lines(String prefix, int count) {
    return String.join("\n", expected(prefix, count)) + "\n";
  }

  private static List<String> expected(String prefix, int count) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> prefix + i).toList());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static final class Ends implements LinesListener {
    volatile boolean ending;
    volatile List<String> ended;

    @Override
    public void ending() {
      ending = true;
    }

    @Override
    public void ended(List<String> unreadable) {
      ended = unreadable;
    }
  }

  /** Notes what it gets; holds exchanges back when told to. */
  private static final class Route extends AsyncProcessorSupport {
    private record Seen(List<String> lines, java.util.Map<String, Object> headers) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    final BlockingQueue<AsyncCallback> held = new LinkedBlockingQueue<>();
    volatile boolean hold;

    @Override
    @SuppressWarnings("unchecked")
    public boolean process(Exchange exchange, AsyncCallback callback) {
      seen.add(
          new Seen(
              exchange.getMessage().getBody(List.class),
              new java.util.HashMap<>(exchange.getMessage().getHeaders())));
      if (hold) {
        held.add(callback);
        return false;
      }
      callback.done(true);
      return true;
    }

    void goOn() {
      List<AsyncCallback> callbacks = new ArrayList<>();
      held.drainTo(callbacks);
      callbacks.forEach(callback -> callback.done(false));
    }

    List<String> all() {
      return seen.stream().flatMap(group -> group.lines().stream()).toList();
    }

    List<Integer> sizes() {
      return seen.stream().map(group -> group.lines().size()).toList();
    }

    List<Object> headers(String name) {
      return seen.stream().map(group -> group.headers().get(name)).toList();
    }
  }
}
