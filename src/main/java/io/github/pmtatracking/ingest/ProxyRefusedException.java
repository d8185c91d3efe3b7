package io.github.pmtatracking.ingest;

import java.io.IOException;

/** The proxy opens no tunnel to the ingest API: its answer to CONNECT was not 2xx. */
public final class ProxyRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the proxy's status code
   * @param message with the answer of the proxy, safe for a log
   */
  ProxyRefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status code of the proxy's answer. */
  public int status() {
    return status;
  }
}
