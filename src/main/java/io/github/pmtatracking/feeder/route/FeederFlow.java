package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.component.redisqueue.RedisQueueComponent;
import io.github.pmtatracking.component.redisqueue.RedisQueueConfiguration;
import io.github.pmtatracking.feeder.BackOff;
import io.github.pmtatracking.feeder.Feeder;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.IngestEndpoint;
import io.github.pmtatracking.ingest.HttpProxy;
import io.github.pmtatracking.ingest.IngestHttpClient;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.ingest.ProxyChoice;
import io.github.pmtatracking.ingest.TrustedAuthorities;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowContext;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts queued events to the ingest API: {@code routes/feeder.camel.yaml}. */
public final class FeederFlow implements Flow {
  /** The API takes 5 MB (docs/formats.md, "Ingest request"). */
  private static final int MOST_UPLOAD_BYTES = 5_000_000;

  private static final int BATCH_MAX_BYTES = 100_000_000;

  /** Of an answer: an id or an error is far smaller. */
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  /** Of a list of failed events, which is compressed. */
  private static final int MAX_FAILURES_BYTES = 4 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FeederFlow.class);

  private final Map<String, String> environment;

  public FeederFlow() {
    this(System.getenv());
  }

  /**
   * @param environment where a proxy may be named, as for the tools of other makers
   */
  FeederFlow(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "feeder";
  }

  @Override
  public List<String> routes() {
    return List.of("feeder");
  }

  @Override
  public void configure(FlowContext beans) {
    Settings settings = beans.settings();
    IngestEndpoint host = host(settings);
    HttpProxy proxy = ProxyChoice.of(settings, environment, host.baseUrl());
    LogText logText = new LogText(host.key(), proxy == null ? null : proxy.authorization());
    Duration connectTimeout = positive(settings, "feeder.http.connect-timeout");
    Duration responseTimeout = positive(settings, "feeder.http.response-timeout");
    IngestHttpClient client =
        new IngestHttpClient(
            proxy,
            TrustedAuthorities.of(settings, environment),
            connectTimeout,
            responseTimeout,
            logText);
    TotalTimeout timeout = new TotalTimeout(positive(settings, "feeder.http.total-timeout"));
    IngestHttp http = new IngestHttp(client, timeout, MAX_ANSWER_BYTES);
    ApiClock apiClock = new ApiClock(host.baseUrl() + "/", client, http, responseTimeout);
    Feeder feeder =
        new Feeder(
            beans.redis().queue(),
            beans.redis().attributes(),
            settings.required("tracking.queue"),
            settings.duration("redis.timeout"),
            apiClock,
            logText,
            options(settings),
            InstantSource.system());
    BackOff backOff =
        new BackOff(
            positive(settings, "feeder.retry.first"),
            positive(settings, "feeder.retry.longest"),
            new Random());
    Duration lookAgain = positive(settings, "feeder.hold.look-again");
    settings.number("feeder.senders", 1, 64);
    RedisQueueConfiguration queue = new RedisQueueConfiguration();
    queue.setRedis(beans.redis().queue());
    RedisQueueComponent component = new RedisQueueComponent();
    component.setConfiguration(queue);
    beans.bind("redis-queue", component);
    beans.bind("ingestHost", host);
    beans.bind("feederBatch", batch(settings));
    beans.bind("ingestEvents", feeder.events());
    beans.bind("ingestAnswers", feeder.answers());
    beans.bind("feederVerdicts", feeder.verdicts());
    beans.bind("ingestTimes", feeder.times());
    beans.onClose(timeout);
    beans.onClose(client);
    beans.onClose(apiClock);
    beans.bind("ingestHttp", http);
    beans.bind("ingestFailuresHttp", new IngestHttp(client, timeout, MAX_FAILURES_BYTES));
    // for feeder.camel.yaml as it was before the client had its own time-outs
    beans.bind(
        "ingestTimeouts", new HttpTimeouts(connectTimeout.toMillis(), responseTimeout.toMillis()));
    beans.bind(
        "retryDelay",
        new RetryDelay(
            backOff,
            lookAgain,
            feeder.answers(),
            client,
            feeder.counters(),
            feeder.hold(),
            InstantSource.system()));
    beans.bind("feederCounters", feeder.counters());
    beans.bind(
        "feeder-ingest",
        new IngestHealthCheck(
            feeder,
            settings.number("feeder.health.failures", 0, 1_000_000),
            settings.duration("feeder.health.oldest-event")));
    beans.bind("feederGate", new FeederGate(feeder.hold(), InstantSource.system()));
    beans.bind("feeder-dead-letters", new DeadLetterHealthCheck(feeder.deadLetters()));
    beans.addRoutes(new FeederTimers(feeder, client, settings.duration("feeder.verdict.delay")));
    if (proxy != null) {
      LOG.info("The ingest API is reached through a proxy: {}", proxy);
    }
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

  private static IngestEndpoint host(Settings settings) {
    String key = settings.text("sparkpost.api.key.ingest");
    if (key.isBlank()) {
      throw new BadSettingException(
          "SPARKPOST_API_KEY_INGEST is not set: the feeder needs a key of the ingest API, in the"
              + " environment or as sparkpost.api.key.ingest");
    }
    return new IngestEndpoint(
        settings.parse("sparkpost.host.ingest", IngestEndpoint::clean), key.strip());
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
        positive(settings, "feeder.retry.longest-asked"),
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
