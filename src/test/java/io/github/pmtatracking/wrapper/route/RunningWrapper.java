package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.FreePort;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The wrapper as it ships, its route and its settings, on a free port of loopback. */
final class RunningWrapper implements AutoCloseable {
  static final String TRACKER = "http://track.example.com";

  private final int port;
  private final FlowProcess process;

  private RunningWrapper(int port, FlowProcess process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts one that tracks everything.
   *
   * @param more names and values of settings that differ, in turn
   */
  static RunningWrapper start(String redisUrl, String upstream, String... more) throws IOException {
    int port = FreePort.find();
    Settings settings =
        Settings.load(null, Map.of(), Map.of())
            .with("redis.url", redisUrl)
            .with("wrapper.in-hostport", "127.0.0.1:" + port)
            .with("wrapper.out-hostport", upstream)
            .with("wrapper.tracking-url", TRACKER)
            .with("wrapper.track-initial-open", "true")
            .with("wrapper.track-click", "true");
    for (int i = 0; i < more.length; i += 2) {
      settings = settings.with(more[i], more[i + 1]);
    }
    FlowProcess process = new FlowProcess(settings, List.of(new WrapperFlow()), null, null);
    process.start();
    return new RunningWrapper(port, process);
  }

  int port() {
    return port;
  }

  FlowProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
