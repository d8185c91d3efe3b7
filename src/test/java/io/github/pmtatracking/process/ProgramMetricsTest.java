package io.github.pmtatracking.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class ProgramMetricsTest {
  private final AtomicLong events = new AtomicLong(3);
  private final AtomicLong length = new AtomicLong(-1);
  private final ProgramMetrics metrics =
      new ProgramMetrics("example", "What the example has done")
          .counter("bad.events", "Events that were bad", events::get)
          .gauge("queue.length", "Events in the queue", length::get)
          .bytes("spool", "Size of the spool", () -> 4096);

  @Test
  void eachMetricIsAMeterAndAJmxAttribute() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      context.getRegistry().bind("meters", registry);
      context.start();
      metrics.register(context);
      events.incrementAndGet();

      assertEquals(4, registry.get("pmta.example.bad.events").functionCounter().count());
      assertEquals(Double.NaN, registry.get("pmta.example.queue.length").gauge().value());
      assertEquals(4096, registry.get("pmta.example.spool").gauge().value());
      assertEquals("bytes", registry.get("pmta.example.spool").gauge().getId().getBaseUnit());

      Gauge build = registry.get("pmta.tracking.build.info").gauge();
      assertEquals(1, build.value());
      assertEquals(ProductVersion.number(), build.getId().getTag("version"));
      assertEquals(System.getProperty("java.version"), build.getId().getTag("java"));

      MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
      ObjectName name =
          jmx.queryNames(new ObjectName("org.apache.camel:type=counters,name=example,*"), null)
              .iterator()
              .next();
      assertEquals(4L, jmx.getAttribute(name, "BadEvents"));
      assertEquals(-1L, jmx.getAttribute(name, "QueueLength"));
      assertEquals(
          "[BadEvents, QueueLength, Spool]",
          Arrays.toString(
              Arrays.stream(jmx.getMBeanInfo(name).getAttributes())
                  .map(MBeanAttributeInfo::getName)
                  .toArray()));
      assertThrows(AttributeNotFoundException.class, () -> jmx.getAttribute(name, "Nothing"));
    }
  }

  @Test
  void withoutMicrometerAndJmxNothingIsRegistered() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.disableJMX();
      context.start();
      metrics.register(context);
    }
  }

  @Test
  void aNameCanBeDeclaredOnce() {
    assertThrows(
        IllegalArgumentException.class, () -> metrics.gauge("bad.events", "again", () -> 1));
  }
}
