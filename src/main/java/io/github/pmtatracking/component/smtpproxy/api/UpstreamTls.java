package io.github.pmtatracking.component.smtpproxy.api;

/** When the connection to upstream is encrypted. */
public enum UpstreamTls {
  /** STARTTLS when upstream offers it (RFC 3207). */
  AUTO,
  /** STARTTLS, or no connection. */
  REQUIRE,
  /** No TLS. */
  NEVER,
  /** TLS from the first byte (RFC 8314, 3.3; port 465). */
  IMPLICIT
}
