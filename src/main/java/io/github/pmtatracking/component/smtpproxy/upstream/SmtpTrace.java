package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.SmtpPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation with upstream as log lines in the manner of swaks: {@code ->} what was sent,
 * {@code <-} what was answered, {@code ~>} and {@code <~} under TLS. Credentials never get here.
 * Thread-safe.
 */
public final class SmtpTrace {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpTrace.class);

  /** Stands for what must not be logged. */
  public static final String REDACTED = "##REDACTED##";

  private final boolean verbose;

  public SmtpTrace(boolean verbose) {
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
      LOG.info("{} {}", tls ? "~>" : "->", SmtpPath.printable(text));
    }
  }

  void heard(boolean tls, String text) {
    if (verbose) {
      LOG.info("\t{} {}", tls ? "<~" : "<-", SmtpPath.printable(text));
    }
  }

  void note(String text) {
    if (verbose) {
      LOG.info("{}", SmtpPath.printable(text));
    }
  }

  /** What an operator should know even when he did not ask for the conversation. */
  void trouble(boolean tls, String text) {
    LOG.warn("\t{} {}", tls ? "<~" : "<-", SmtpPath.printable(text));
  }
}
