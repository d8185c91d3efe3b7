package io.github.pmtatracking.wrapper;

/** What becomes of a message that has several recipients. */
public enum MultipleRecipients {
  /** Each recipient gets a copy with a message id and links of his own. */
  SPLIT,
  /** The proxy takes one recipient a transaction; whatever arrives here is split. */
  ONE_PER_TRANSACTION,
  /** One copy for all; its links carry the message id and no recipient. */
  SHARED
}
