package io.github.pmtatracking.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.redis.PerLoopConnections;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListAppenderIT {
  private static final byte[] LIST = "trk_queue".getBytes(UTF_8);

  private @TempDir Path folder;
  private EmbeddedRedis server;
  private RedisConnections redis;
  private EventLoopGroup loops;
  private PerLoopConnections connections;
  private PerLoopListAppender pushes;

  @BeforeEach
  void start() {
    server = EmbeddedRedis.start(folder);
    redis =
        new RedisConnections(
            Settings.load(null, Map.of(), Map.of()).with("redis.url", server.url()));
    loops = Epoll.isAvailable() ? new EpollEventLoopGroup(2) : new NioEventLoopGroup(2);
    connections = redis.queueOnLoops();
    pushes = new PerLoopListAppender(loops, connections::of, LIST, Duration.ofSeconds(20), 10_000);
  }

  @AfterEach
  void stop() {
    connections.close();
    loops.shutdownGracefully(0, 5, SECONDS).awaitUninterruptibly();
    redis.close();
    server.close();
  }

  @Test
  void whatComesInOneTurnOfALoopGoesInOneCommandAndInOrder() throws Exception {
    EventExecutor loop = loops.next();

    all(loop.submit(() -> push(IntStream.range(0, 500))).get()).get(20, SECONDS);

    assertEquals(numbers(IntStream.range(0, 500)), listed());
    assertTrue(
        redis.queue().get().info("commandstats").get().contains("cmdstat_rpush:calls=1,"),
        redis.queue().get().info("commandstats").get());
  }

  @Test
  void eachLoopAnswersOnItsOwnThread() throws Exception {
    for (EventExecutor loop : loops) {
      CompletableFuture<Boolean> onLoop =
          loop.submit(
                  () ->
                      pushes
                          .push("x".getBytes(UTF_8))
                          .thenApply(nothing -> loop.inEventLoop())
                          .toCompletableFuture())
              .get();

      assertTrue(onLoop.get(20, SECONDS));
    }
  }

  @Test
  void moreThanOneCommandMayTakeGoesInSeveralInOrder() throws Exception {
    all(loops.next().submit(() -> push(IntStream.range(0, 2_500))).get()).get(20, SECONDS);

    assertEquals(numbers(IntStream.range(0, 2_500)), listed());
  }

  @Test
  void aThreadThatIsNoLoopMayPushToo() throws Exception {
    all(push(IntStream.range(0, 100))).get(20, SECONDS);

    assertEquals(numbers(IntStream.range(0, 100)), listed());
  }

  @Test
  void aLoopWhoseRedisCameLateTakesEntriesToo() throws Exception {
    server.kill();
    try (RedisConnections late =
        new RedisConnections(
            Settings.load(null, Map.of(), Map.of()).with("redis.url", server.url()))) {
      PerLoopConnections onLoops = late.queueOnLoops();
      PerLoopListAppender ofLate =
          new PerLoopListAppender(loops, onLoops::of, LIST, Duration.ofSeconds(20), 10_000);
      assertThrows(
          ExecutionException.class,
          () -> ofLate.push("early".getBytes(UTF_8)).toCompletableFuture().get(20, SECONDS));

      server.start();

      await().atMost(30, SECONDS).until(late::isConnected);
      ofLate.ping(20, SECONDS).get();
      ofLate.push("late".getBytes(UTF_8)).toCompletableFuture().get(20, SECONDS);
      onLoops.close();
    }
    await().atMost(30, SECONDS).until(redis::isConnected);
    assertEquals(List.of("late"), listed());
  }

  @Test
  void anUnexpectedFaultFailsWhatIsUnderWayAndNothingAfterwards() throws Exception {
    AtomicBoolean first = new AtomicBoolean(true);
    PerLoopListAppender faulty =
        new PerLoopListAppender(
            loops,
            loop ->
                () -> {
                  if (first.getAndSet(false)) {
                    throw new IllegalStateException("a fault of the client");
                  }
                  return redis.queue().get();
                },
            LIST,
            Duration.ofSeconds(20),
            1);

    assertThrows(
        ExecutionException.class,
        () -> faulty.push("a".getBytes(UTF_8)).toCompletableFuture().get(20, SECONDS));
    faulty.push("b".getBytes(UTF_8)).toCompletableFuture().get(20, SECONDS);

    assertEquals(List.of("b"), listed());
  }

  private List<CompletableFuture<Void>> push(IntStream numbers) {
    List<CompletableFuture<Void>> pushed = new ArrayList<>();
    numbers.forEach(
        number ->
            pushed.add(
                pushes.push(Integer.toString(number).getBytes(UTF_8)).toCompletableFuture()));
    return pushed;
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]));
  }

  private static List<String> numbers(IntStream numbers) {
    return numbers.mapToObj(Integer::toString).toList();
  }

  private List<String> listed() throws Exception {
    return redis.queue().get().lrange(LIST, 0, -1).get().stream()
        .map(entry -> new String(entry, UTF_8))
        .toList();
  }
}
