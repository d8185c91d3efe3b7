package io.github.pmtatracking.feeder.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.TestFeederOptions;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.lettuce.RedisSource;
import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class FeederMetricsTest {
  private static final RedisSource NO_REDIS =
      () -> {
        throw new RedisException("no Redis");
      };

  private final Feeder feeder =
      new Feeder(
          NO_REDIS,
          NO_REDIS,
          "q",
          Duration.ofSeconds(1),
          () -> null,
          new LogText(),
          TestFeederOptions.with(),
          InstantSource.system());

  @Test
  void eachFigureIsAMeterAndAJmxAttribute() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      context.getRegistry().bind("meters", registry);
      context.start();
      FeederMetrics.register(context, feeder);
      feeder.counters().countUpload(7);
      feeder.counters().countRetry();

      assertEquals(7, registry.get("pmta.feeder.events.taken").functionCounter().count());
      assertEquals(1, registry.get("pmta.feeder.failures.in.a.row").gauge().value());
      assertEquals(0, registry.get("pmta.feeder.held").gauge().value());
      assertTrue(Double.isNaN(registry.get("pmta.feeder.queue.length").gauge().value()));

      MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
      ObjectName name =
          jmx.queryNames(
                  new ObjectName(
                      "org.apache.camel:type=counters,name=feeder,context="
                          + ObjectName.quote(context.getManagementName())),
                  null)
              .iterator()
              .next();
      assertEquals(7L, jmx.getAttribute(name, "EventsTaken"));
      assertEquals(-1L, jmx.getAttribute(name, "DeadLetters"));
    }
  }
}
