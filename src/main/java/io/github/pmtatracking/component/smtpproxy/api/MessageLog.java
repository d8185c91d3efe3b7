package io.github.pmtatracking.component.smtpproxy.api;

/** Logs each message that was sent upstream. Thread-safe. */
public interface MessageLog {

  /**
   * Called after upstream's reply and before the client gets that reply. It must not block. An
   * exception is logged and changes nothing.
   */
  void log(DeliveryReport report);
}
