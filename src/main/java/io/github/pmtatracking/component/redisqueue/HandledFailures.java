package io.github.pmtatracking.component.redisqueue;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds failures that an error handler (onException with handled, a dead letter channel) has
 * handled, in the exchange of a batch or in a part of it, such as one of a split. A failure that
 * {@code doCatch} or {@code continued} handles does not count: the route continues by its own
 * steps.
 */
final class HandledFailures extends EventNotifierSupport {
  /** Exchange property: how many entries the batch has. */
  static final String ENTRIES = "CamelRedisQueueEntries";

  /** Exchange property, shared by the exchange of a batch and its parts. */
  private static final String FAILURE = "CamelRedisQueueHandledFailure";

  HandledFailures() {
    setIgnoreCamelContextEvents(true);
    setIgnoreCamelContextInitEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreStepEvents(true);
    setIgnoreExchangeCreatedEvent(true);
    setIgnoreExchangeSendingEvents(true);
    setIgnoreExchangeSentEvents(true);
    setIgnoreExchangeRedeliveryEvents(true);
    setIgnoreExchangeFailedEvents(true);
  }

  /** Call it before the exchange of a batch is processed. */
  static void watch(Exchange exchange, int entries) {
    exchange.setProperty(ENTRIES, entries);
    exchange.setProperty(FAILURE, new AtomicReference<Throwable>());
  }

  /** The failure that was handled in the exchange of a batch or in a part of it, or null. */
  static @Nullable Throwable of(Exchange exchange) {
    if (exchange.getExchangeExtension().isFailureHandled()) {
      return caught(exchange);
    }
    AtomicReference<?> ofParts = exchange.getProperty(FAILURE, AtomicReference.class);
    return ofParts == null ? null : (Throwable) ofParts.get();
  }

  private static Throwable caught(Exchange exchange) {
    Throwable caught = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    return caught == null ? new IllegalStateException("unknown") : caught;
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof ExchangeCompletedEvent;
  }

  @Override
  @SuppressWarnings("unchecked")
  public void notify(CamelEvent event) {
    Exchange part = ((ExchangeCompletedEvent) event).getExchange();
    AtomicReference<Throwable> failure = part.getProperty(FAILURE, AtomicReference.class);
    if (failure != null && part.getExchangeExtension().isFailureHandled()) {
      failure.compareAndSet(null, caught(part));
    }
  }
}
