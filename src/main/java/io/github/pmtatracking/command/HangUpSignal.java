package io.github.pmtatracking.command;

import io.github.pmtatracking.logging.LogConfiguration;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * SIGHUP, from logrotate or from a terminal that closes: it reopens the log and ends nothing. Java
 * by itself would end the process. Taken over before the log is opened, so that a signal may come
 * at any time.
 */
final class HangUpSignal {
  private @Nullable LogConfiguration log;
  private boolean early;

  /** Takes the signal over. */
  static HangUpSignal takeOver() {
    HangUpSignal handler = new HangUpSignal();
    Signal.handle(new Signal("HUP"), signal -> handler.received());
    return handler;
  }

  private synchronized void received() {
    if (log == null) {
      early = true;
    } else {
      log.reopen();
    }
  }

  /** The log was opened; a signal that came before counts now. */
  synchronized void opened(LogConfiguration opened) {
    log = opened;
    if (early) {
      opened.reopen();
    }
  }
}
