package io.github.pmtatracking.link;

/**
 * The JSON text of a link, not yet parsed, and the path in which it was found.
 *
 * @param path prefix and segment; the segment is {@code ""} if the path had to be changed to find
 *     the link
 */
record LinkText(LinkPath path, String json) {}
