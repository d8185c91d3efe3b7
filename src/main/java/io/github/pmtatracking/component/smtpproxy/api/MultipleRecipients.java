package io.github.pmtatracking.component.smtpproxy.api;

/** How many recipients a client may give for one message, and how many copies a route may send. */
public enum MultipleRecipients {
  /** Many recipients; the route may send a copy for each. Needs {@link DeliveredRecipients}. */
  SPLIT,
  /** One recipient. The reply to the others is 452; the client sends them separately. */
  ONE_PER_TRANSACTION,
  /** Many recipients; all get the same bytes. */
  SHARED
}
