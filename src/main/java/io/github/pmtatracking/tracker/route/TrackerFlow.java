package io.github.pmtatracking.tracker.route;

import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowContext;
import io.github.pmtatracking.process.TroubleHealthCheck;
import io.github.pmtatracking.redis.PerLoopConnections;
import io.github.pmtatracking.tracker.Tracker;
import io.github.pmtatracking.tracker.TrackerHealth;
import io.github.pmtatracking.tracker.TrackerOptions;
import io.github.pmtatracking.tracker.http.HttpPipelineFactory;
import io.github.pmtatracking.tracker.http.RequestIds;
import io.github.pmtatracking.tracker.http.TrackerHttpBinding;
import java.time.InstantSource;
import java.util.List;

/** Serves tracking links and queues their events: {@code routes/tracker.camel.yaml}. */
public final class TrackerFlow implements Flow {

  @Override
  public String name() {
    return "tracker";
  }

  @Override
  public List<String> routes() {
    return List.of("tracker");
  }

  @Override
  public void configure(FlowContext context) {
    InstantSource clock = InstantSource.system();
    TrackerOptions options = TrackerOptions.of(context.settings());
    context.bind("trackerEndpoint", TrackerEndpoint.of(context.settings(), options));
    TrackerEventLoops loops = TrackerEventLoops.start(options.threads());
    context.onClose(loops);
    PerLoopConnections redis = context.redis().queueOnLoops();
    context.onClose(redis);
    Tracker tracker = new Tracker(options, loops.group(), redis::of, clock);
    context.onClose(tracker);
    HttpPipelineFactory pipeline =
        new HttpPipelineFactory(
            options.requestTimeout(),
            clock,
            options.clientAddress().proxyProtocol(),
            options.trustedPeers()::contain);
    RequestIds requestIds =
        new RequestIds(options.requestIdHeader(), options.trustedPeers()::contain);
    context.bind("trackerEventLoops", loops.group());
    context.bind("httpPipelineFactory", pipeline);
    context.bind(
        "trackerHttpBinding", new TrackerHttpBinding(options.clientAddress().header(), requestIds));
    context.bind("trackingRequestHandler", tracker.requestHandler());
    context.bind("eventLog", tracker.log());
    context.bind("eventQueue", tracker.queue());
    bindHealth(context, tracker.health());
    context.addRoutes(
        new TrackerTimers(tracker, options.drainInterval(), () -> pipeline.drain(loops.group())));
  }

  private static void bindHealth(FlowContext context, TrackerHealth health) {
    context.bind("redis-health", TroubleHealthCheck.ofHealth("redis", context.redis()::trouble));
    context.bind(
        "tracker-queue", TroubleHealthCheck.ofHealth("tracker-queue", health::queueTrouble));
    context.bind(
        "tracker-spool", TroubleHealthCheck.ofHealth("tracker-spool", health::spoolTrouble));
    context.bind(
        "tracker-loss", TroubleHealthCheck.ofReadiness("tracker-loss", health::lossTrouble));
  }
}
