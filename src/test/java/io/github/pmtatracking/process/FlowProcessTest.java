package io.github.pmtatracking.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowProcessTest {
  private static final String ROUTE =
      """
      - route:
          id: probe
          description: Say a word once
          from:
            uri: timer:once
            parameters:
              repeatCount: 1
              delay: 0
            steps:
              - setBody:
                  simple: "{{log.format}} %s"
              - bean:
                  ref: ears
                  method: hear("${body}")
      """;

  @TempDir private Path routes;
  private final Ears ears = new Ears();
  private final List<String> closed = new ArrayList<>();

  /** A bean as a route may name it. */
  public static final class Ears {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    public void hear(String word) {
      heard.add(word);
    }
  }

  private class ProbeFlow implements Flow {
    @Override
    public String name() {
      return "probe";
    }

    @Override
    public List<String> routes() {
      return List.of("probe");
    }

    @Override
    public void configure(FlowContext beans) {
      beans.bind("ears", ears);
      beans.onClose(() -> closed.add("opened first"));
      beans.onClose(() -> closed.add("opened last"));
      beans.settings().duration("redis.timeout");
    }
  }

  @BeforeEach
  void noErrorRoutes() throws Exception {
    Files.writeString(routes.resolve("errors.camel.yaml"), "- routeConfiguration:\n    id: none\n");
  }

  private FlowProcess process(Settings settings) {
    return new FlowProcess(settings, List.of(new ProbeFlow()), routes, null);
  }

  private static Settings defaults() {
    return Settings.load(null, Map.of(), Map.of());
  }

  private String failureOf(String route) throws Exception {
    Files.writeString(routes.resolve("probe.camel.yaml"), route);
    String message =
        assertThrows(StartFailedException.class, () -> process(defaults()).start()).getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }

  @Test
  void anEditedRouteIsInForceAtTheNextStart() throws Exception {
    for (String word : List.of("one", "two")) {
      Files.writeString(routes.resolve("probe.camel.yaml"), ROUTE.formatted(word));
      try (FlowProcess process = process(defaults())) {
        process.start();
        await().until(() -> ears.heard.contains("original " + word));
      }
    }
  }

  @Test
  void whatAFlowOpenedIsClosedTheLastFirst() throws Exception {
    Files.writeString(routes.resolve("probe.camel.yaml"), ROUTE.formatted("x"));
    FlowProcess process = process(defaults());
    process.start();

    process.close();
    process.close();

    assertEquals(List.of("opened last", "opened first"), closed);
  }

  @Test
  void aSettingThatCannotBeUsedEndsTheStartWithItsName() throws Exception {
    Files.writeString(routes.resolve("probe.camel.yaml"), ROUTE.formatted("x"));
    FlowProcess process = process(defaults().with("redis.timeout", "soon"));

    StartFailedException e = assertThrows(StartFailedException.class, process::start);

    assertTrue(e.getMessage().startsWith("redis.timeout = \"soon\""), e.getMessage());
    assertEquals(BadSettingException.class, e.getCause().getClass());
    assertEquals(List.of("opened last", "opened first"), closed);
  }

  @Test
  void aTakenPortOfHealthAndMetricsIsNamedWithItsSetting() throws Exception {
    Files.writeString(routes.resolve("probe.camel.yaml"), ROUTE.formatted("x"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HostPort address = new HostPort("127.0.0.1", taken.getLocalPort());
      FlowProcess process = new FlowProcess(defaults(), List.of(new ProbeFlow()), routes, address);

      StartFailedException e = assertThrows(StartFailedException.class, process::start);

      assertTrue(e.getMessage().contains(address.toString()), e.getMessage());
      assertTrue(e.getMessage().contains("probe.management.port"), e.getMessage());
    }
  }

  @Test
  void aPortOfHealthAndMetricsThatIsTakenDuringTheStartEndsIt() throws Exception {
    Files.writeString(routes.resolve("probe.camel.yaml"), ROUTE.formatted("x"));
    HostPort address = new HostPort("127.0.0.1", FreePort.find());
    FlowProcess process =
        new FlowProcess(
            defaults(),
            List.of(
                new ProbeFlow() {
                  @Override
                  public void configure(FlowContext beans) {
                    super.configure(beans);
                    ServerSocket other = listening(address.port());
                    beans.onClose(other);
                  }
                }),
            routes,
            address);

    StartFailedException e = assertThrows(StartFailedException.class, process::start);

    assertEquals(PortTakenException.class, e.getCause().getClass());
    assertTrue(
        e.getMessage().startsWith("health and metrics at " + address + ": cannot be listened on: "),
        e.getMessage());
    assertTrue(e.getMessage().contains("probe.management.port"), e.getMessage());
    assertTrue(closed.contains("opened last"));
  }

  private static ServerSocket listening(int port) {
    try {
      return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void brokenYamlIsToldWithItsFile() throws Exception {
    assertTrue(
        failureOf("- route:\n    from: [\n").contains("probe.camel.yaml"),
        failureOf("- route:\n    from: [\n"));
  }

  @Test
  void aStepThatDoesNotExistIsToldWithItsFile() throws Exception {
    String message = failureOf(ROUTE.formatted("x").replace("- bean:", "- baen:"));
    assertTrue(message.contains("baen"), message);
    assertTrue(message.contains("probe.camel.yaml"), message);
  }

  @Test
  void aBeanThatDoesNotExistIsNamed() throws Exception {
    String message = failureOf(ROUTE.formatted("x").replace("ref: ears", "ref: eras"));
    assertTrue(message.contains("eras"), message);
  }

  @Test
  void aPlaceholderThatIsNotSetIsNamed() throws Exception {
    String message = failureOf(ROUTE.formatted("x").replace("{{log.format}}", "{{log.fromat}}"));
    assertTrue(message.contains("log.fromat"), message);
  }
}
