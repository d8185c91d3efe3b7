package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts since the start of a proxy, shown as JMX attributes. Thread-safe. */
public final class ProxyCounters {
  public final LongAdder connections = new LongAdder();
  public final LongAdder connectionsRefused = new LongAdder();
  public final LongAdder accepted = new LongAdder();
  public final LongAdder refused = new LongAdder();
  public final LongAdder deferred = new LongAdder();
  public final LongAdder bytesIn = new LongAdder();
  public final LongAdder upstreamFailures = new LongAdder();
  public final AtomicInteger open = new AtomicInteger();
  public final AtomicInteger inData = new AtomicInteger();

  /** Counts the reply to a message. */
  void replied(SmtpReply reply) {
    (reply.isPositive() ? accepted : reply.isTransient() ? deferred : refused).increment();
  }
}
