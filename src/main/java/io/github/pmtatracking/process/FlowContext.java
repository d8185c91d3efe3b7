package io.github.pmtatracking.process;

import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import org.apache.camel.RoutesBuilder;

/** The process as a flow sees it: settings, Redis, and a place for the beans of its routes. */
public interface FlowContext {

  /** The settings of this process. */
  Settings settings();

  /** The Redis of this process; opened by the first call. */
  RedisConnections redis();

  /** Binds a bean to the name that routes use. */
  void bind(String name, Object bean);

  /** Adds routes that are not for operators to edit. */
  void addRoutes(RoutesBuilder routes);

  /** Registers a resource that is closed after the routes have stopped, the last one first. */
  void onClose(AutoCloseable resource);

  /**
   * Ends the process in order, as SIGTERM does: for a flow whose input can end. Returns at once; a
   * route may call it.
   *
   * @param exitCode 0 when all was done, 1 when something was lost or could not be used
   */
  void endProcess(int exitCode);
}
