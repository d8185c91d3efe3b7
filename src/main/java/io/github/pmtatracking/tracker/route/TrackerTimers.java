package io.github.pmtatracking.tracker.route;

import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.tracker.Tracker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStoppingEvent;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.support.EventNotifierSupport;

/** What of the tracker no operator should edit: events that waited on disk follow into Redis. */
final class TrackerTimers extends RouteBuilder {
  private final Tracker tracker;
  private final long drainMillis;

  TrackerTimers(Tracker tracker, Settings settings) {
    this.tracker = tracker;
    this.drainMillis =
        settings.duration("tracker.spool.drain-interval", Duration.ofMillis(1)).toMillis();
  }

  @Override
  public void configure() throws Exception {
    from("timer:tracker-spool-drain?fixedRate=false&delay="
            + drainMillis
            + "&period="
            + drainMillis)
        .routeId("tracker-spool-drain")
        .description("Moves events that waited on local disk into Redis, in order, when it is back")
        .bean(tracker.queue(), "drain")
        .id("drain-spool");
    getContext().getManagementStrategy().addEventNotifier(new StartAndEnd());
  }

  private void show(TrackerMetrics view) throws JMException {
    MeterRegistry metrics = getContext().getRegistry().findSingleByType(MeterRegistry.class);
    if (metrics != null) {
      view.register(metrics);
    }
    ManagementAgent jmx = getContext().getManagementStrategy().getManagementAgent();
    if (jmx != null) {
      String context = ObjectName.quote(getContext().getManagementName());
      jmx.register(
          view,
          new ObjectName("org.apache.camel:context=" + context + ",type=counters,name=tracker"));
    }
  }

  private final class StartAndEnd extends EventNotifierSupport {
    StartAndEnd() {
      // else Camel makes two events of every request, only to hear that nobody wants them
      setIgnoreExchangeEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
      return event instanceof CamelContextStartedEvent
          || event instanceof CamelContextStoppingEvent;
    }

    @Override
    public void notify(CamelEvent event) throws JMException {
      if (event instanceof CamelContextStartedEvent) {
        show(new TrackerMetrics(tracker));
      } else {
        // Before the route is suspended and stopped, when netty-http answers 503 and 404.
        tracker.endConnections();
      }
    }
  }
}
