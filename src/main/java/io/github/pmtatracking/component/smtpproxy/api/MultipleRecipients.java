package io.github.pmtatracking.component.smtpproxy.api;

/** How many recipients a client may name for one message, and what the route may do with them. */
public enum MultipleRecipients {
  /** Many; the route may hand on a copy for each, which needs {@link DeliveredRecipients}. */
  SPLIT,
  /** One; the others hear 452 and come in transactions of their own. */
  ONE_PER_TRANSACTION,
  /** Many; all get the same bytes. */
  SHARED
}
