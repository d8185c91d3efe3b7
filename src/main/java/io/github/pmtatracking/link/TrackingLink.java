package io.github.pmtatracking.link;

import org.jspecify.annotations.Nullable;

/**
 * The content of a tracking link (docs/formats.md, "Tracking links").
 *
 * @param action of the recipient who fetches this link
 * @param targetUrl the target of a click, unchanged from the mail; {@code ""} for opens
 * @param messageId PowerMTA's id of the message, {@code ""} in some links of the older generation
 * @param recipient the envelope's recipient, may be {@code ""}
 * @param linkName name given to the link by {@code data-msys-linkname}, at most 63 bytes there
 * @param unsubscribe whether {@code data-msys-unsubscribe} marks the link
 */
public record TrackingLink(
    Action action,
    String targetUrl,
    String messageId,
    String recipient,
    @Nullable String linkName,
    boolean unsubscribe) {}
