package io.github.pmtatracking.process;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ManagementAgent;
import org.jspecify.annotations.Nullable;

/**
 * The counters and gauges of one program. Each is declared once, and shown twice: as a Micrometer
 * meter {@code pmta.<program>.<name>} and as an attribute of the MBean {@code
 * org.apache.camel:context=...,type=counters,name=<program>}. The JMX attribute has the name of the
 * meter in camel case: {@code bad.links} is {@code BadLinks}.
 *
 * <p>The suppliers are called by any thread, at any time: they must be thread-safe and must not
 * wait. Not thread-safe itself: declare, then register.
 */
public final class ProgramMetrics {
  private final String program;
  private final String description;
  private final Map<String, Metric> metrics = new LinkedHashMap<>();

  /**
   * Starts without metrics.
   *
   * @param program the program's name, such as {@code tracker}
   * @param description of the MBean, one sentence
   */
  public ProgramMetrics(String program, String description) {
    this.program = program;
    this.description = description;
  }

  /**
   * Declares a number that only grows.
   *
   * @param name lower case, words separated by dots, without the prefix, such as {@code bad.links}
   * @param description one sentence for an operator
   * @throws IllegalArgumentException when the name was declared before
   */
  public ProgramMetrics counter(String name, String description, LongSupplier value) {
    return add(new Metric(name, description, true, null, value));
  }

  /**
   * Declares a number that grows and shrinks.
   *
   * @param value the current value; below 0 while it is unknown, which Micrometer shows as NaN
   * @throws IllegalArgumentException when the name was declared before
   */
  public ProgramMetrics gauge(String name, String description, LongSupplier value) {
    return add(new Metric(name, description, false, null, value));
  }

  /** As {@link #gauge(String, String, LongSupplier)}, of a size in bytes. */
  public ProgramMetrics bytes(String name, String description, LongSupplier value) {
    return add(new Metric(name, description, false, "bytes", value));
  }

  private ProgramMetrics add(Metric metric) {
    if (metrics.putIfAbsent(metric.attribute(), metric) != null) {
      throw new IllegalArgumentException("metric declared twice: " + metric.name);
    }
    return this;
  }

  /**
   * Registers all metrics with the context's Micrometer registry and its JMX agent; with neither
   * when it has none. The JMX agent exists once the context has been initialized.
   *
   * @throws JMException when the MBean cannot be registered
   */
  public void register(CamelContext context) throws JMException {
    MeterRegistry registry = context.getRegistry().findSingleByType(MeterRegistry.class);
    if (registry != null) {
      metrics.values().forEach(metric -> metric.register("pmta." + program + ".", registry));
      Gauge.builder("pmta.tracking.build.info", () -> 1)
          .description("Always 1; the labels have the versions of the product and of Java")
          .tag("version", ProductVersion.number())
          .tag("java", ProductVersion.java())
          .register(registry);
    }
    ManagementAgent jmx = context.getManagementStrategy().getManagementAgent();
    if (jmx != null) {
      String name = ObjectName.quote(context.getManagementName());
      jmx.register(
          new MetricsBean(description, Map.copyOf(metrics)),
          new ObjectName("org.apache.camel:context=" + name + ",type=counters,name=" + program));
    }
  }

  private record Metric(
      String name,
      String description,
      boolean isCounter,
      @Nullable String unit,
      LongSupplier value) {

    String attribute() {
      StringBuilder text = new StringBuilder();
      for (String word : name.split("\\.")) {
        text.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
      }
      return text.toString();
    }

    void register(String prefix, MeterRegistry registry) {
      if (isCounter) {
        // A meter holds its object weakly and its function strongly.
        FunctionCounter.builder(prefix + name, registry, unused -> value.getAsLong())
            .description(description)
            .baseUnit(unit)
            .register(registry);
      } else {
        Gauge.builder(prefix + name, this::gaugeValue)
            .description(description)
            .baseUnit(unit)
            .register(registry);
      }
    }

    private double gaugeValue() {
      long current = value.getAsLong();
      return current < 0 ? Double.NaN : current;
    }
  }

  /** Shows metrics as attributes that can be read and not written. */
  private record MetricsBean(String description, Map<String, Metric> metrics)
      implements DynamicMBean {

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
      Metric metric = metrics.get(attribute);
      if (metric == null) {
        throw new AttributeNotFoundException(attribute);
      }
      return metric.value.getAsLong();
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
      AttributeList list = new AttributeList();
      for (String attribute : attributes) {
        Metric metric = metrics.get(attribute);
        if (metric != null) {
          list.add(new Attribute(attribute, metric.value.getAsLong()));
        }
      }
      return list;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
      MBeanAttributeInfo[] attributes =
          metrics.values().stream()
              .map(
                  metric ->
                      new MBeanAttributeInfo(
                          metric.attribute(), "long", metric.description, true, false, false))
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .toArray(MBeanAttributeInfo[]::new);
      return new MBeanInfo(
          ProgramMetrics.class.getName(), description, attributes, null, null, null);
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
      throw new AttributeNotFoundException(attribute.getName() + " cannot be written");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
      return new AttributeList();
    }

    @Override
    public @Nullable Object invoke(String action, Object[] parameters, String[] signature) {
      return null;
    }
  }
}
