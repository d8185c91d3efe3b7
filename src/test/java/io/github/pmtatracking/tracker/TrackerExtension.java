package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.FreshRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A tracker and its Redis that the tests of a class share; the queue is empty before each test. To
 * be registered in a static field.
 */
public final class TrackerExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private final FreshRedis redis = new FreshRedis();
  private final String[] keysAndValues;
  private Path folder;
  private RunningTracker tracker;
  private int others;

  /**
   * @param keysAndValues settings that differ from the defaults of {@link RunningTracker}
   */
  public TrackerExtension(String... keysAndValues) {
    this.keysAndValues = keysAndValues.clone();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    redis.beforeAll(context);
    folder = Files.createTempDirectory("tracker");
    tracker = RunningTracker.start(redis.server(), folder, keysAndValues);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    redis.beforeEach(context);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (tracker != null) {
      tracker.close();
    }
    redis.afterAll(context);
    List<Path> left;
    try (Stream<Path> all = Files.walk(folder)) {
      left = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : left) {
      Files.delete(path);
    }
  }

  /** Another tracker with the same Redis, with a spool of its own; to be closed by the test. */
  public RunningTracker startAnother(String... settings) throws IOException {
    return RunningTracker.start(redis(), newFolder(), settings);
  }

  /** A folder that no other tracker uses. */
  public Path newFolder() {
    others++;
    return folder.resolve("tracker" + others);
  }

  public EmbeddedRedis redis() {
    return redis.server();
  }

  public RunningTracker tracker() {
    return tracker;
  }

  /** A connection to the tracker. */
  public RawHttp connect() throws IOException {
    return tracker.connect();
  }

  public TrackerCounters counters() {
    return tracker.counters();
  }

  /** The events in Redis, oldest first. */
  public List<TrackingEvent> events() throws Exception {
    return tracker.events();
  }

  /** The only event in Redis. */
  public TrackingEvent onlyEvent() throws Exception {
    List<TrackingEvent> events = events();
    if (events.size() != 1) {
      throw new AssertionError("wanted one event: " + events);
    }
    return events.get(0);
  }

  /** The events in Redis, which are then removed. */
  public List<TrackingEvent> takeEvents() throws Exception {
    return tracker.takeEvents();
  }
}
