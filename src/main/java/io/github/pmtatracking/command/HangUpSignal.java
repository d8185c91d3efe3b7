package io.github.pmtatracking.command;

import io.github.pmtatracking.logging.LogConfiguration;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * SIGHUP, from logrotate or from a terminal that closes: it reopens the log and does not end the
 * process, as Java would by default. The handler is installed before the log is opened, so that a
 * signal may come at any time.
 */
final class HangUpSignal {
  private @Nullable LogConfiguration log;
  private boolean early;

  /** Installs the handler. */
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

  /** The log was opened; an earlier signal reopens it now. */
  synchronized void opened(LogConfiguration opened) {
    log = opened;
    if (early) {
      opened.reopen();
    }
  }
}
