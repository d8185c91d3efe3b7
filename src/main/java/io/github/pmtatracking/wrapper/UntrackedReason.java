package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.wrapper.mime.NotEnteredReason;
import java.util.Locale;

/** Why a message was passed without tracking, although nothing failed. */
public enum UntrackedReason {
  /** Opens, initial opens and clicks are all off: no byte of the message changes. */
  TRACKING_OFF,
  /** The message has no valid header block: nothing is added, not even a message id. */
  MALFORMED_HEADER,
  /** A DKIM signature would break, and {@code wrapper.dkim-signed} protects it. */
  DKIM_SIGNED,
  /** A signature of ARC or DomainKeys would break, and {@code wrapper.arc-signed} protects it. */
  ARC_SIGNED,
  /** No part that may be read is HTML. */
  NO_HTML,
  /** There is HTML, but nothing in it to track. */
  NOTHING_TO_TRACK,
  /** A multipart without usable boundary, a damaged part header, a body that does not decode. */
  MALFORMED_MIME,
  /** More parts, links or growth than {@link RewriteLimits} allow. */
  TOO_MUCH,
  /** Signed or encrypted content, which is not read. */
  PROTECTED_CONTENT,
  /** The HTML is in a charset that is not known. */
  UNKNOWN_CHARSET,
  /** The HTML is in a transfer encoding that is not known. */
  UNKNOWN_ENCODING,
  /** The only HTML is a file: a part with a name behind the first part of a multipart/mixed. */
  FILE;

  static UntrackedReason of(NotEnteredReason reason) {
    return switch (reason) {
      case MALFORMED_MIME -> MALFORMED_MIME;
      case PROTECTED_CONTENT -> PROTECTED_CONTENT;
      case UNKNOWN_ENCODING -> UNKNOWN_ENCODING;
      case FILE -> FILE;
    };
  }

  /** The name in log lines, such as {@code dkim-signed}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
