package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.component.redisqueue.RedisQueueConsumer;
import io.github.pmtatracking.feeder.retry.PausedState;
import java.time.InstantSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets the consumers of {@code redis-queue} reserve a batch only when {@link PausedState} allows
 * it: while the feeder is paused, one of them from time to time. All other batches stay in Redis,
 * where other feeders can reserve them. Camel calls this factory for each route, so that route
 * files need no line for it.
 */
final class FeederGate implements RoutePolicyFactory {
  private final PausedState paused;
  private final InstantSource clock;

  FeederGate(PausedState paused, InstantSource clock) {
    this.paused = paused;
    this.clock = clock;
  }

  @Override
  public @Nullable RoutePolicy createRoutePolicy(
      CamelContext context, String routeId, NamedNode route) {
    boolean readsQueue =
        route instanceof RouteDefinition definition
            && definition.getInput() != null
            && String.valueOf(definition.getInput().getUri()).startsWith("redis-queue:");
    return readsQueue ? new AtStart() : null;
  }

  private final class AtStart extends RoutePolicySupport {
    @Override
    public void onStart(Route route) {
      if (route.getConsumer() instanceof RedisQueueConsumer consumer) {
        consumer.setPollStrategy(new WhenAllowed());
      }
    }
  }

  private final class WhenAllowed extends DefaultPollingConsumerPollStrategy {
    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
      return paused.mayAttempt(clock.instant());
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int batches) {
      paused.attemptDone();
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retries, Exception cause) {
      paused.attemptDone();
      return false;
    }
  }
}
