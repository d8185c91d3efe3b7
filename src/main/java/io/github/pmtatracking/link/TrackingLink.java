package io.github.pmtatracking.link;

import org.jspecify.annotations.Nullable;

/**
 * What a tracking link says (docs/formats.md, "Tracking links").
 *
 * @param action what the reader does when this link is fetched
 * @param targetUrl where a click leads to, as the mail's author wrote it; {@code ""} for opens
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
