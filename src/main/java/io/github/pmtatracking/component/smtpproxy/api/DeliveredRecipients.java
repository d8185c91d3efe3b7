package io.github.pmtatracking.component.smtpproxy.api;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;

/**
 * Remembers who got his copy of a message in an attempt that failed in part, so that the client's
 * next attempt does not give it to him again. Implementations are thread-safe and forget an attempt
 * after a day.
 */
public interface DeliveredRecipients {

  /** Whether {@link #remember} would work now; asked before a second recipient is accepted. */
  boolean available();

  /**
   * Whether anything is remembered at all, a second ago or now; spares the look-up for messages
   * with one recipient.
   */
  boolean any();

  /**
   * The recipients served so far.
   *
   * @param attempt what stays the same when the client tries again: a digest of sender, user and
   *     message
   * @throws IOException when it cannot be told now
   */
  Set<String> served(String attempt) throws IOException;

  /** Adds to what {@link #served} tells. */
  void remember(String attempt, Collection<String> recipients) throws IOException;

  /** Forgets recipients of an attempt that succeeded as a whole. */
  void forget(String attempt, Collection<String> recipients) throws IOException;
}
