package io.github.pmtatracking.component.smtpproxy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation with upstream as log lines in the manner of swaks: {@code ->} what was sent,
 * {@code <-} what was answered, {@code ~>} and {@code <~} under TLS. Credentials never get here.
 * Thread-safe.
 */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  /** Stands for what must not be logged. */
  static final String REDACTED = "##REDACTED##";

  private final boolean verbose;

  Conversation(boolean verbose) {
    this.verbose = verbose;
  }

  boolean isVerbose() {
    return verbose;
  }

  void connecting() {
    note("---Connecting upstream");
  }

  void sent(boolean tls, String text) {
    if (verbose) {
      LOG.info("{} {}", tls ? "~>" : "->", Paths.printable(text));
    }
  }

  void heard(boolean tls, String text) {
    if (verbose) {
      LOG.info("\t{} {}", tls ? "<~" : "<-", Paths.printable(text));
    }
  }

  void note(String text) {
    if (verbose) {
      LOG.info("{}", Paths.printable(text));
    }
  }

  /** What an operator should know even when he did not ask for the conversation. */
  void trouble(boolean tls, String text) {
    LOG.warn("\t{} {}", tls ? "<~" : "<-", Paths.printable(text));
  }
}
