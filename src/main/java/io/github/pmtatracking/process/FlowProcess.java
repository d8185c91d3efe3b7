package io.github.pmtatracking.process;

import io.github.pmtatracking.logging.LogConfiguration;
import io.github.pmtatracking.redis.EvictionPolicy;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.renamed.OldName;
import io.github.pmtatracking.renamed.RenamedNames;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.text.HostPort;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementStatisticsLevel;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.StartupListener;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process with its flows: configures them, starts Camel, and stops all in order. Used once, by
 * one thread; {@link #endProcess} may be called by any thread.
 */
public final class FlowProcess implements FlowContext, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlowProcess.class);
  private static final String ERRORS = "errors";
  private static final String QUEUE_REDIS = "queueRedis";
  private static final int SHUTDOWN_SECONDS = 8;

  private final Settings settings;
  private final List<Flow> flows;
  private final RouteFiles routeFiles;
  private final @Nullable HostPort management;
  private final Main camel = new Main();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final ShutdownSignals signals = new ShutdownSignals();
  private @Nullable RedisConnections redis;
  private @Nullable ManagementServer managementServer;

  /**
   * @param routes the operator's folder of routes, or null
   * @param management where health and metrics are served, or null for nowhere
   */
  public FlowProcess(
      Settings settings, List<Flow> flows, @Nullable Path routes, @Nullable HostPort management) {
    this.settings = settings;
    this.flows = List.copyOf(flows);
    this.routeFiles = new RouteFiles(routes);
    this.management = management;
  }

  /**
   * Starts the flows and returns; {@link #close} ends them.
   *
   * @throws StartFailedException when a setting, a route or an address cannot be used
   */
  public void start() {
    try {
      List<String> routes = routeNames();
      requireNewNames(routes);
      LOG.info("Version: version={} java={}", ProductVersion.number(), ProductVersion.java());
      configureCamel();
      for (Flow flow : flows) {
        flow.configure(this);
      }
      for (String name : settings.unknownNames()) {
        LOG.warn("Unknown setting: used only if one of your routes names it: setting={}", name);
      }
      camel.configure().withRoutesIncludePattern(routeFiles.includePattern(routes));
      camel.start();
      requireManagement();
    } catch (BadSettingException e) {
      close();
      throw new StartFailedException(e.getMessage(), e);
    } catch (Exception e) {
      close();
      throw StartFailedException.causedBy(e);
    }
  }

  private List<String> routeNames() {
    Set<String> names = new LinkedHashSet<>(List.of(ERRORS));
    flows.forEach(flow -> names.addAll(flow.routes()));
    return List.copyOf(names);
  }

  private void requireNewNames(List<String> routes) {
    List<OldName> oldNames = routeFiles.oldNames(routes, RenamedNames.load());
    if (!oldNames.isEmpty()) {
      throw new RouteFaultException(OldName.message(oldNames));
    }
  }

  /**
   * Starts the flows and waits for a signal or the end of their input.
   *
   * @return the exit code
   * @throws StartFailedException as {@link #start}
   */
  public int run() throws InterruptedException {
    signals.listen();
    start();
    signals.await();
    close();
    return signals.exitCode();
  }

  /**
   * Stops the routes, which finish what they have begun, and then closes what the flows opened.
   * Does nothing twice.
   */
  @Override
  public void close() {
    camel.stop();
    while (!resources.isEmpty()) {
      AutoCloseable resource = resources.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn(
            "Closing failed: resource={} error={}",
            resource.getClass().getSimpleName(),
            e.toString());
      }
    }
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public RedisConnections redis() {
    RedisConnections current = redis;
    if (current == null) {
      current = new RedisConnections(settings);
      redis = current;
      onClose(current);
      EvictionPolicy.check(current.queue(), settings.describe("redis.url"));
      bind(QUEUE_REDIS, current.queue());
    }
    return current;
  }

  @Override
  public void bind(String name, Object bean) {
    camel.bind(name, bean);
  }

  @Override
  public void addRoutes(RoutesBuilder routes) {
    camel.configure().addRoutesBuilder(routes);
  }

  @Override
  public void onClose(AutoCloseable resource) {
    resources.push(resource);
  }

  @Override
  public void endProcess(int exitCode) {
    signals.request(exitCode);
  }

  /** The Camel context, for tests and for the flows hosted by the demo. */
  public CamelContext camelContext() {
    return camel.getCamelContext();
  }

  /**
   * Resolves a {@code {{placeholder}}} from the settings before the environment and the system
   * properties. Camel's default is the other way round, so that a flag would lose. A key that is no
   * setting is still found there.
   */
  private static final class SettingsFirst extends MainListenerSupport {
    @Override
    public void beforeInitialize(BaseMainSupport main) {
      PropertiesComponent placeholders =
          (PropertiesComponent) main.getCamelContext().getPropertiesComponent();
      placeholders.setEnvironmentVariableMode(
          PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
      placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
    }
  }

  private void startManagement(HostPort address) {
    try {
      ManagementServer server = new ManagementServer(address, managementSettings());
      onClose(server);
      server.configure(camel);
      managementServer = server;
    } catch (PortTakenException e) {
      runWithoutManagement(e);
    }
  }

  private void requireManagement() throws InterruptedException {
    try {
      if (managementServer != null) {
        managementServer.requireListening();
      }
    } catch (PortTakenException e) {
      runWithoutManagement(e);
    }
  }

  private void runWithoutManagement(PortTakenException taken) {
    if (!flows.stream().allMatch(Flow::runsWithoutManagement)) {
      throw taken;
    }
    LOG.warn("Working without health and metrics: error={}", taken.getMessage());
  }

  /** Ends the start with a line for each typing error that Camel does not see. */
  private static final class CheckedRoutes extends MainListenerSupport implements StartupListener {
    @Override
    public void beforeInitialize(BaseMainSupport main) {
      try {
        main.getCamelContext().addStartupListener(this);
      } catch (Exception e) {
        throw new IllegalStateException(e); // only a context that has started throws
      }
    }

    @Override
    public void onCamelContextStarting(CamelContext context, boolean alreadyStarted) {
      List<String> faults = RouteCheck.faults(context);
      if (!faults.isEmpty()) {
        throw new RouteFaultException(String.join("\n", faults));
      }
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
      // nothing more to check
    }
  }

  private String managementSettings() {
    return "management.host and "
        + (flows.size() == 1 ? flows.get(0).name() + "." : "")
        + "management.port; management.hostport=off turns them off";
  }

  private void configureCamel() {
    // the settings already contain file, environment and flags; Camel would read them in another
    // order
    camel.setDefaultPropertyPlaceholderLocation("false");
    camel.setOverrideProperties(settings.asProperties());
    camel.addMainListener(new SettingsFirst());
    camel.addMainListener(new CheckedRoutes());
    camel.configure().withSourceLocationEnabled(true);
    camel.configure().withLogName(LogConfiguration.ROUTES + ".${routeId}");
    camel.bind("log", new RouteLogComponent());
    camel.configure().withName(flows.size() == 1 ? flows.get(0).name() : "pmta-tracking");
    camel.configure().withShutdownTimeout(SHUTDOWN_SECONDS);
    if (management != null) {
      startManagement(management);
    }
    camel.addOverrideProperty(
        "camel.management.enabled", Boolean.toString(managementServer != null));
    boolean steps = settings.flag("management.step-statistics");
    camel
        .configure()
        .withJmxManagementStatisticsLevel(
            steps ? ManagementStatisticsLevel.Default : ManagementStatisticsLevel.RoutesOnly);
    camel.addOverrideProperty("camel.metrics.enable-route-policy", Boolean.toString(steps));
    // it counts routes, and for that Camel would make three events for every exchange
    camel.addOverrideProperty("camel.metrics.enable-route-event-notifier", Boolean.toString(steps));
    camel.addOverrideProperty(
        "camel.metrics.enable-exchange-event-notifier", Boolean.toString(steps));
  }
}
