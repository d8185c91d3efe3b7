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
  public void configure(FlowContext beans) {
    InstantSource clock = InstantSource.system();
    TrackerOptions options = TrackerOptions.of(beans.settings());
    beans.bind("trackerEndpoint", TrackerEndpoint.of(beans.settings(), options));
    TrackerEventLoops loops = TrackerEventLoops.start(options.threads());
    beans.onClose(loops);
    PerLoopConnections redis = beans.redis().queueOnLoops();
    beans.onClose(redis);
    Tracker tracker = new Tracker(options, loops.group(), redis::of, clock);
    beans.onClose(tracker);
    HttpPipelineFactory pipeline =
        new HttpPipelineFactory(
            options.requestTimeout(),
            clock,
            options.clientAddress().proxyProtocol(),
            options.trustedPeers()::contain);
    RequestIds requestIds =
        new RequestIds(options.requestIdHeader(), options.trustedPeers()::contain);
    beans.bind("trackerEventLoops", loops.group());
    beans.bind("httpPipelineFactory", pipeline);
    beans.bind(
        "trackerHttpBinding", new TrackerHttpBinding(options.clientAddress().header(), requestIds));
    beans.bind("trackingRequestHandler", tracker.requestHandler());
    beans.bind("eventLog", tracker.log());
    beans.bind("eventQueue", tracker.queue());
    bindHealth(beans, tracker.health());
    beans.addRoutes(
        new TrackerTimers(tracker, options.drainInterval(), () -> pipeline.drain(loops.group())));
  }

  private static void bindHealth(FlowContext beans, TrackerHealth health) {
    beans.bind("redis-health", TroubleHealthCheck.ofHealth("redis", beans.redis()::trouble));
    beans.bind("tracker-queue", TroubleHealthCheck.ofHealth("tracker-queue", health::queueTrouble));
    beans.bind("tracker-spool", TroubleHealthCheck.ofHealth("tracker-spool", health::spoolTrouble));
    beans.bind("tracker-loss", TroubleHealthCheck.ofReadiness("tracker-loss", health::lossTrouble));
  }
}
