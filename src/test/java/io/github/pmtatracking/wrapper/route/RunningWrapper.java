package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The wrapper with its shipped route and settings, on a free port of loopback, with all kinds of
 * tracking. A test changes settings and starts it; the extension stops it: after the test if it is
 * registered in an instance field, after all tests of the class if in a static field.
 */
final class RunningWrapper implements AfterEachCallback, AfterAllCallback {
  static final String TRACKER = "http://track.example.com";

  private final boolean forClass;
  private final int port;
  private Settings settings;
  private @Nullable Path routes;
  private @Nullable HostPort management;
  private @Nullable FlowProcess process;

  private RunningWrapper(boolean forClass) {
    this.forClass = forClass;
    try {
      this.port = FreePort.find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.settings =
        Settings.load(null, Map.of(), Map.of())
            .with("wrapper.in-hostport", "127.0.0.1:" + port)
            .with("wrapper.tracking-url", TRACKER)
            .with("wrapper.track-initial-open", "true")
            .with("wrapper.track-click", "true");
  }

  /** One that each test starts; to be registered in an instance field. */
  static RunningWrapper ofEachTest() {
    return new RunningWrapper(false);
  }

  /** One that all tests of a class share; to be registered in a static field. */
  static RunningWrapper ofTheClass() {
    return new RunningWrapper(true);
  }

  /** Changes a setting before the start. */
  RunningWrapper with(String setting, String value) {
    settings = settings.with(setting, value);
    return this;
  }

  /** Names the two servers that the wrapper uses. */
  RunningWrapper between(String redisUrl, String upstream) {
    return with("redis.url", redisUrl).with("wrapper.out-hostport", upstream);
  }

  /** Chooses the operator's folder of routes. */
  RunningWrapper withRoutes(Path folder) {
    routes = folder;
    return this;
  }

  /** Serves health and metrics at an address. */
  RunningWrapper withManagement(HostPort address) {
    management = address;
    return this;
  }

  /**
   * Starts the process.
   *
   * @throws io.github.pmtatracking.process.StartFailedException if it cannot start
   */
  void start() {
    process = new FlowProcess(settings, List.of(new WrapperFlow()), routes, management);
    process.start();
  }

  /** The port that it listens on. */
  int port() {
    return port;
  }

  /** The started process. */
  FlowProcess process() {
    return process;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!forClass) {
      stop();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop();
  }

  private void stop() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
