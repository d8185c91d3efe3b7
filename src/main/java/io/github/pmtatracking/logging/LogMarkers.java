package io.github.pmtatracking.logging;

import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Markers of log lines. */
public final class LogMarkers {

  /**
   * A line that may wait for room when lines come faster than they are written, instead of being
   * dropped: {@code LOG.info(MAY_WAIT, ...)}. For threads that no client and no event loop waits
   * for.
   */
  public static final Marker MAY_WAIT = MarkerFactory.getMarker("MAY_WAIT");

  private LogMarkers() {}
}
