package io.github.pmtatracking.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;

/** Runs a Lettuce client on an event loop of the caller, and never shuts that loop down. */
final class SharedEventLoopProvider implements EventLoopGroupProvider {
  private final EventLoop loop;

  private SharedEventLoopProvider(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Resources with this loop; the rest is shared with {@code others}. Shutting them down ends
   * neither.
   */
  static ClientResources on(EventLoop loop, ClientResources others) {
    return others
        .mutate()
        .eventLoopGroupProvider(new SharedEventLoopProvider(loop))
        // Lettuce shares only the parts that are named here.
        .eventExecutorGroup(others.eventExecutorGroup())
        .timer(others.timer())
        .build();
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends EventLoopGroup> T allocate(Class<T> type) {
    return (T) loop;
  }

  @Override
  public int threadPoolSize() {
    return 1;
  }

  @Override
  public Future<Boolean> release(
      EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
    return done();
  }

  @Override
  public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    return done();
  }

  private static Future<Boolean> done() {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
  }
}
