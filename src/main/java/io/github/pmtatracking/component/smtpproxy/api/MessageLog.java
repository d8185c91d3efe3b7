package io.github.pmtatracking.component.smtpproxy.api;

/** Hears of each message that was handed to upstream. Thread-safe. */
public interface MessageLog {

  /** Called after upstream's answer and before the client hears it; must not block or throw. */
  void handedOn(DeliveryReport message);
}
