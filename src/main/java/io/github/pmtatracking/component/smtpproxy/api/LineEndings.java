package io.github.pmtatracking.component.smtpproxy.api;

/** What becomes of a message with a bare CR, a bare LF or a NUL in it. */
public enum LineEndings {
  /** 550 5.6.0. */
  REFUSE,
  /** CR and LF become CRLF, NUL is left out. */
  NORMALISE
}
