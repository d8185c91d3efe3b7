package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.SmtpPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the session with upstream in the format of swaks: {@code ->} for a command, {@code <-} for a
 * reply, {@code ~>} and {@code <~} under TLS. The callers remove credentials. Thread-safe.
 */
public final class SmtpTrace {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpTrace.class);

  private final boolean verbose;

  public SmtpTrace(boolean verbose) {
    this.verbose = verbose;
  }

  void connecting() {
    if (verbose) {
      LOG.info("---Connecting upstream");
    }
  }

  void sent(boolean tls, String text) {
    if (verbose) {
      LOG.info("{} {}", tls ? "~>" : "->", SmtpPath.printable(text));
    }
  }

  void received(boolean tls, String text) {
    if (verbose) {
      LOG.info("\t{} {}", tls ? "<~" : "<-", SmtpPath.printable(text));
    }
  }

  void capabilities(String keywords) {
    if (verbose) {
      LOG.info("\tUpstream capabilities: {}", SmtpPath.printable(keywords));
    }
  }

  /** A line that is logged without {@code verbose} too. */
  void warn(boolean tls, String text) {
    LOG.warn("\t{} {}", tls ? "<~" : "<-", SmtpPath.printable(text));
  }
}
