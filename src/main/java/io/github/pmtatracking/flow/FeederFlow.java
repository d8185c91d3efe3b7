package io.github.pmtatracking.flow;

import io.github.pmtatracking.feeder.BackOff;
import io.github.pmtatracking.feeder.Feeder;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.IngestHost;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Posts queued events to the ingest API: {@code routes/feeder.camel.yaml}. */
public final class FeederFlow implements Flow {
  /** The API takes 5 MB (FACTS.md 4). */
  private static final int MOST_UPLOAD_BYTES = 5_000_000;

  private static final int BATCH_MAX_BYTES = 100_000_000;

  @Override
  public String name() {
    return "feeder";
  }

  @Override
  public List<String> routes() {
    return List.of("feeder");
  }

  @Override
  public void bind(Beans beans) {
    Settings settings = beans.settings();
    IngestHost host = host(settings);
    Feeder feeder =
        new Feeder(
            beans.redis().queue(),
            beans.redis().attributes(),
            settings.required("tracking.queue"),
            settings.duration("redis.timeout"),
            options(settings),
            InstantSource.system());
    BackOff backOff =
        new BackOff(
            positive(settings, "feeder.retry.first"),
            positive(settings, "feeder.retry.longest"),
            new Random());
    Duration lookAgain = positive(settings, "feeder.hold.look-again");
    settings.number("feeder.senders", 1, 64);
    beans.bind("ingestHost", host);
    beans.bind("feederBatch", batch(settings));
    beans.bind("ingestEvents", feeder.events());
    beans.bind("ingestAnswers", feeder.answers());
    TotalTimeout http = new TotalTimeout(positive(settings, "feeder.http.total-timeout"));
    beans.onClose(http);
    beans.bind("ingestHttp", http);
    beans.bind(
        "ingestTimeouts",
        new HttpTimeouts(
            positive(settings, "feeder.http.connect-timeout").toMillis(),
            positive(settings, "feeder.http.response-timeout").toMillis()));
    beans.bind(
        "retryDelay",
        new RetryDelay(
            backOff, lookAgain, feeder.counters(), feeder.hold(), InstantSource.system()));
    beans.bind("feederCounters", feeder.counters());
    beans.bind(
        "feeder-ingest",
        new IngestHealthCheck(
            feeder,
            settings.number("feeder.health.failures", 0, 1_000_000),
            settings.duration("feeder.health.oldest-event")));
    beans.bind("feederGate", new FeederGate(feeder.hold(), InstantSource.system()));
    beans.bind("feeder-dead-letters", new DeadLetterHealthCheck(feeder.deadLetters()));
    beans.plumbing(new FeederPlumbing(feeder, settings.duration("feeder.verdict.delay")));
  }

  /**
   * How much of the queue goes at a time; what the route gives to {@code redis-queue:}.
   *
   * @param maxBytes of queue entries
   */
  public record FeederBatch(int maxSize, long maxBytes, Duration maxAge, Duration lease) {}

  /**
   * Time-outs of a POST in ms, as {@code http:} wants them.
   *
   * @param response between two reads
   */
  public record HttpTimeouts(long connect, long response) {}

  private static IngestHost host(Settings settings) {
    String key = settings.text("sparkpost.api.key.ingest");
    if (key.isBlank()) {
      throw new BadSettingException(
          "SPARKPOST_API_KEY_INGEST is not set: the feeder needs a key of the ingest API, in the"
              + " environment or as sparkpost.api.key.ingest");
    }
    return new IngestHost(
        settings.convert("sparkpost.host.ingest", IngestHost::clean), key.strip());
  }

  private static FeederBatch batch(Settings settings) {
    return new FeederBatch(
        settings.number("feeder.batch.max-size", 1, 100_000),
        settings.bytes("feeder.batch.max-bytes", 1, BATCH_MAX_BYTES),
        settings.duration("feeder.batch.max-age"),
        positive(settings, "feeder.batch.lease"));
  }

  private static FeederOptions options(Settings settings) {
    return new FeederOptions(
        (int) settings.bytes("feeder.upload.max-bytes", 1_000, MOST_UPLOAD_BYTES),
        settings.number("feeder.upload.gzip-level", 1, 9),
        positive(settings, "feeder.event.max-age"),
        settings.number("feeder.max-refused", 0, 1_000_000),
        settings.duration("feeder.verdict.delay"),
        verdictMaxAge(settings),
        settings.bytes("feeder.verdict.keep-bytes"));
  }

  /** Longer than the delay, or none would be asked for. */
  private static Duration verdictMaxAge(Settings settings) {
    Duration delay = settings.duration("feeder.verdict.delay");
    Duration maxAge = positive(settings, "feeder.verdict.max-age");
    if (maxAge.compareTo(delay) <= 0) {
      throw new BadSettingException(
          settings.describe("feeder.verdict.max-age")
              + ": wanted more than "
              + settings.describe("feeder.verdict.delay"));
    }
    return maxAge;
  }

  private static Duration positive(Settings settings, String key) {
    return settings.duration(key, Duration.ofMillis(1));
  }
}
