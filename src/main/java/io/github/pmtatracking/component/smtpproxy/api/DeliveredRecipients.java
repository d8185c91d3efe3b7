package io.github.pmtatracking.component.smtpproxy.api;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;

/**
 * Remembers the recipients that got their copy of a message in an attempt that failed in part, so
 * that the client's next attempt does not send them a second copy. Implementations are thread-safe
 * and forget an attempt after a day.
 */
public interface DeliveredRecipients {

  /** Whether {@link #remember} would work now. Asked before a second recipient is accepted. */
  boolean available();

  /**
   * Whether anything is remembered at all, now or one second ago. For messages with one recipient
   * this spares the look-up.
   */
  boolean any();

  /**
   * The recipients that have their copy.
   *
   * @param attempt the same text when the client tries again: a digest of sender, user and message
   * @throws IOException when the answer is not available now
   */
  Set<String> served(String attempt) throws IOException;

  /** Adds recipients to those of {@link #served}. */
  void remember(String attempt, Collection<String> recipients) throws IOException;

  /** Forgets recipients of an attempt that succeeded for all of them. */
  void forget(String attempt, Collection<String> recipients) throws IOException;
}
