package io.github.pmtatracking.component.smtpproxy.api;

/** When the connection to upstream is encrypted. */
public enum UpstreamTls {
  /** With STARTTLS when upstream offers it (RFC 3207). */
  AUTO,
  /** With STARTTLS, or there is no connection. */
  REQUIRE,
  /** Never. */
  NEVER,
  /** From the first byte on (RFC 8314, 3.3; port 465). */
  IMPLICIT
}
