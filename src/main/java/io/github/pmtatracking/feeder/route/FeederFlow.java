package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.component.redisqueue.RedisQueueComponent;
import io.github.pmtatracking.component.redisqueue.RedisQueueConfiguration;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.retry.RetryPolicy;
import io.github.pmtatracking.ingest.HttpProxy;
import io.github.pmtatracking.ingest.IngestEndpoint;
import io.github.pmtatracking.ingest.IngestHttpClient;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.ingest.ProxyChoice;
import io.github.pmtatracking.ingest.TrustedAuthorities;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowContext;
import io.github.pmtatracking.settings.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts queued events to the ingest API: {@code routes/feeder.camel.yaml}. */
public final class FeederFlow implements Flow {
  /** Of a response: an id or an error is far smaller. */
  private static final int MAX_RESPONSE_BYTES = 64 * 1024;

  /** Of a list of failed events, which is compressed. */
  private static final int MAX_FAILED_EVENTS_BYTES = 4 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FeederFlow.class);

  private final Map<String, String> environment;

  public FeederFlow() {
    this(System.getenv());
  }

  /**
   * @param environment may name a proxy and certificates, as for other HTTP clients
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
  public void configure(FlowContext context) {
    Settings settings = context.settings();
    InstantSource clock = InstantSource.system();
    IngestEndpoint endpoint = IngestEndpoint.of(settings);
    HttpProxy proxy = ProxyChoice.of(settings, environment, endpoint.baseUrl());
    LogText logText = new LogText(endpoint.key(), proxy == null ? null : proxy.authorization());
    FeederOptions options = FeederOptions.of(settings);
    IngestHttpClient client =
        new IngestHttpClient(
            proxy,
            TrustedAuthorities.of(settings, environment),
            options.httpConnectTimeout(),
            options.httpResponseTimeout(),
            logText);
    TotalTimeout timeout = new TotalTimeout(options.httpTotalTimeout());
    IngestHttp http = new IngestHttp(client, timeout, MAX_RESPONSE_BYTES);
    ApiClock apiClock =
        new ApiClock(endpoint.baseUrl() + "/", client, http, options.httpResponseTimeout());
    context.onClose(timeout);
    context.onClose(client);
    context.onClose(apiClock);
    Feeder feeder =
        new Feeder(
            context.redis().queue(),
            context.redis().attributes(),
            settings.required("tracking.queue"),
            settings.duration("redis.timeout"),
            apiClock,
            logText,
            options,
            clock);
    context.bind("redis-queue", redisQueue(context));
    context.bind("feederOptions", options);
    context.bind("ingestEndpoint", endpoint);
    context.bind("ingestEvents", feeder.ingestEvents());
    context.bind("eventTimes", feeder.eventTimes());
    context.bind("ingestResponseHandler", feeder.responseHandler());
    context.bind("batchStatusPoller", feeder.batchStatusPoller());
    context.bind("ingestHttp", http);
    context.bind(
        "ingestFailedEventsHttp", new IngestHttp(client, timeout, MAX_FAILED_EVENTS_BYTES));
    context.bind(
        "retryDelay",
        new RetryDelay(
            new RetryPolicy(
                options,
                new Random(),
                feeder.responseHandler(),
                client,
                feeder.counters(),
                feeder.paused(),
                clock)));
    context.bind("feederCounters", feeder.counters());
    context.bind("feeder-ingest", new IngestHealthCheck(feeder, options));
    context.bind("feederGate", new FeederGate(feeder.paused(), clock));
    context.bind("feeder-dead-letters", new DeadLetterHealthCheck(feeder.deadLetters()));
    context.addRoutes(new FeederTimers(feeder, client, options.batchStatusDelay()));
    if (proxy != null) {
      LOG.info("The ingest API is reached through a proxy: proxy={}", proxy);
    }
  }

  private static RedisQueueComponent redisQueue(FlowContext context) {
    RedisQueueConfiguration configuration = new RedisQueueConfiguration();
    configuration.setRedis(context.redis().queue());
    RedisQueueComponent component = new RedisQueueComponent();
    component.setConfiguration(configuration);
    return component;
  }
}
