package io.github.pmtatracking.component.smtpproxy.api;

/** The treatment of a message that contains a bare CR, a bare LF or a NUL. */
public enum LineEndings {
  /** The reply is 550 5.6.0. */
  REFUSE,
  /** A bare CR or LF becomes CRLF, a NUL is removed. */
  NORMALISE
}
