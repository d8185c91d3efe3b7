package io.github.pmtatracking.tracker.route;

import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowContext;
import io.github.pmtatracking.process.TroubleHealthCheck;
import io.github.pmtatracking.redis.PerLoopConnections;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.tracker.Tracker;
import io.github.pmtatracking.tracker.TrackerHealth;
import java.time.Clock;
import java.util.List;

/** Answers readers and queues their events: {@code routes/tracker.camel.yaml}. */
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
    Settings settings = beans.settings();
    TrackerEndpoint listener = TrackerEndpoint.of(settings);
    TrackerEventLoops loops = TrackerEventLoops.start(listener.threads());
    beans.onClose(loops);
    PerLoopConnections redis = beans.redis().queueOnLoops();
    beans.onClose(redis);
    Tracker tracker = new Tracker(settings, loops.group(), redis::of, Clock.systemUTC());
    beans.onClose(tracker);
    beans.bind("trackerListener", listener);
    beans.bind("readerLoops", loops.group());
    beans.bind("httpManners", tracker.manners());
    beans.bind("readerBinding", tracker.binding());
    beans.bind("visits", tracker.visits());
    beans.bind("visitLog", tracker.log());
    beans.bind("eventQueue", tracker.queue());
    beans.bind("redis-health", TroubleHealthCheck.ofHealth("redis", beans.redis()::trouble));
    TrackerHealth health = tracker.health();
    beans.bind("tracker-queue", TroubleHealthCheck.ofHealth("tracker-queue", health::queueTrouble));
    beans.bind("tracker-spool", TroubleHealthCheck.ofHealth("tracker-spool", health::spoolTrouble));
    beans.bind("tracker-loss", TroubleHealthCheck.ofReadiness("tracker-loss", health::lossTrouble));
    beans.addRoutes(new TrackerTimers(tracker, settings));
  }
}
