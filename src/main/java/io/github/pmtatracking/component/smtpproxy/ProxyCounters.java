package io.github.pmtatracking.component.smtpproxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a proxy has done since it was started; shown as JMX attributes. Thread-safe. */
final class ProxyCounters {
  final LongAdder connections = new LongAdder();
  final LongAdder turnedAway = new LongAdder();
  final LongAdder accepted = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder deferred = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder upstreamFailures = new LongAdder();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger inData = new AtomicInteger();

  void answered(SmtpReply reply) {
    (reply.isPositive() ? accepted : reply.isTransient() ? deferred : refused).increment();
  }
}
