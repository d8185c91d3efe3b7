package io.github.pmtatracking.tracker.route;

import io.github.pmtatracking.tracker.Tracker;
import java.time.Duration;
import javax.management.JMException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStoppingEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * The parts of the tracker that an operator should not edit: the timer that moves spooled events to
 * Redis, the metrics, and the end of the connections before the route stops.
 */
final class TrackerTimers extends RouteBuilder {
  private final Tracker tracker;
  private final long drainMillis;
  private final Runnable drainConnections;

  /**
   * @param drainInterval between two attempts to move spooled events
   * @param drainConnections ends all connections in order; runs before the route stops
   */
  TrackerTimers(Tracker tracker, Duration drainInterval, Runnable drainConnections) {
    this.tracker = tracker;
    this.drainMillis = drainInterval.toMillis();
    this.drainConnections = drainConnections;
  }

  @Override
  public void configure() throws Exception {
    from("timer:tracker-spool-drain?fixedRate=false&delay="
            + drainMillis
            + "&period="
            + drainMillis)
        .routeId("tracker-spool-drain")
        .description("Moves spooled events to Redis, in order, when Redis is available again")
        .bean(tracker.queue(), "drain")
        .id("drain-spool");
    getContext().getManagementStrategy().addEventNotifier(new StartAndStop());
  }

  private final class StartAndStop extends EventNotifierSupport {
    StartAndStop() {
      // otherwise Camel makes two events of every request
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
        TrackerMetrics.register(getContext(), tracker);
      } else {
        // Later netty-http would answer 503 (route suspended) and 404 (route stopped).
        drainConnections.run();
      }
    }
  }
}
