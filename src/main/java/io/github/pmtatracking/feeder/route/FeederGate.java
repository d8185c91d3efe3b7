package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.component.redisqueue.RedisQueueConsumer;
import io.github.pmtatracking.feeder.PausedState;
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
 * Lets the consumers of {@code redis-queue} take a batch only when {@link PausedState} allows it:
 * while the feeder is held, one of them from time to time. A batch that nobody may send stays with
 * Redis, where other feeders can take it. Camel asks it for each route; an operator's own file
 * needs no line for it.
 */
final class FeederGate implements RoutePolicyFactory {
  private final PausedState hold;
  private final InstantSource clock;

  FeederGate(PausedState hold, InstantSource clock) {
    this.hold = hold;
    this.clock = clock;
  }

  @Override
  public @Nullable RoutePolicy createRoutePolicy(
      CamelContext context, String routeId, NamedNode route) {
    boolean ours =
        route instanceof RouteDefinition definition
            && definition.getInput() != null
            && String.valueOf(definition.getInput().getUri()).startsWith("redis-queue:");
    return ours ? new AtStart() : null;
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
      return hold.mayLook(clock.instant());
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int batches) {
      hold.looked();
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retries, Exception cause) {
      hold.looked();
      return false;
    }
  }
}
