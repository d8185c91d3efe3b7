package io.github.pmtatracking.wrapper;

import java.util.Locale;

/** Why a message went through without tracking, though nothing failed. */
public enum UntrackedReason {
  /** Opens, initial opens and clicks are all off: the message is byte for byte what came. */
  TRACKING_OFF,
  /** The header block is none: nothing is added, not even a message id. */
  MALFORMED_HEADER,
  /** A DKIM signature would break, and {@code wrapper.dkim-signed} protects it. */
  DKIM_SIGNED,
  /** No part that may be entered is HTML. */
  NO_HTML,
  /** HTML there is, but nothing in it to track. */
  NOTHING_TO_TRACK,
  /** A multipart without usable boundary, a damaged part header, a body that does not decode. */
  MALFORMED_MIME,
  /** More parts, links or growth than {@link RewriteLimits} allow. */
  TOO_MUCH,
  /** Signed or encrypted content, which is not entered. */
  PROTECTED_CONTENT,
  /** The HTML is in a charset that is not known. */
  UNKNOWN_CHARSET,
  /** The HTML is in a transfer encoding that is not known. */
  UNKNOWN_ENCODING;

  /** As it stands in a log line, {@code dkim-signed} for one. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
