package io.github.pmtatracking.wrapper;

import java.util.List;

/**
 * One message as it goes upstream.
 *
 * @param message its bytes, without dot-stuffing
 * @param recipients to whom it goes, at least one
 * @param messageId its {@code X-Sp-Message-Id}, {@code ""} if it has none (tracking off, or no
 *     header block to add it to)
 * @param outcome what was done to it
 */
public record Copy(byte[] message, List<String> recipients, String messageId, Outcome outcome) {}
