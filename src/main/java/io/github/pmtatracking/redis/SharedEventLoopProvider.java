package io.github.pmtatracking.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;

/** Lets Lettuce work on an event loop that is somebody else's, and leaves it to him. */
final class SharedEventLoopProvider implements EventLoopGroupProvider {
  private final EventLoop loop;

  private SharedEventLoopProvider(EventLoop loop) {
    this.loop = loop;
  }

  /** Resources that share all with others but the loop; to be shut down, which ends neither. */
  static ClientResources on(EventLoop loop, ClientResources others) {
    return others
        .mutate()
        .eventLoopGroupProvider(new SharedEventLoopProvider(loop))
        // named again, since only what is named counts as shared
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
