package io.github.pmtatracking.process;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** A health check that is DOWN, with a reason, while there is trouble; never part of liveness. */
public final class TroubleHealthCheck extends AbstractHealthCheck {
  private final boolean readiness;
  private final Supplier<@Nullable String> trouble;

  private TroubleHealthCheck(String id, boolean readiness, Supplier<@Nullable String> trouble) {
    super("pmta-tracking", id);
    this.readiness = readiness;
    this.trouble = trouble;
  }

  /**
   * A check of {@code /observe/health} alone: an operator should look, but the process works.
   *
   * @param trouble gives the trouble, or null when there is none; must not block
   */
  public static TroubleHealthCheck ofHealth(String id, Supplier<@Nullable String> trouble) {
    return new TroubleHealthCheck(id, false, trouble);
  }

  /** A check of {@code /observe/health/ready} too: a load balancer should use another process. */
  public static TroubleHealthCheck ofReadiness(String id, Supplier<@Nullable String> trouble) {
    return new TroubleHealthCheck(id, true, trouble);
  }

  @Override
  public boolean isReadiness() {
    return readiness;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("version", ProductVersion.number());
    String reason = trouble.get();
    if (reason == null) {
      builder.up();
    } else {
      builder.message(reason).detail("reason", reason).down();
    }
  }
}
