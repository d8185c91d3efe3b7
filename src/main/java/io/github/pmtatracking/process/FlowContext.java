package io.github.pmtatracking.process;

import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import org.apache.camel.RoutesBuilder;

/** What a flow is put together from, and where it leaves what its routes may name. */
public interface FlowContext {

  /** The settings of this process. */
  Settings settings();

  /** The Redis of this process; opened by the first flow that asks. */
  RedisConnections redis();

  /** Makes a bean known to the routes under a name. */
  void bind(String name, Object bean);

  /** Adds routes that no operator should edit. */
  void plumbing(RoutesBuilder routes);

  /** Closes something after the routes have stopped, the last first. */
  void onClose(AutoCloseable resource);

  /**
   * Ends the process in order, as SIGTERM would: for a flow whose input can end. Returns at once;
   * may be called from a route.
   *
   * @param exitCode 0 when all was done, 1 when something was lost or could not be used
   */
  void endProcess(int exitCode);
}
