package io.github.pmtatracking.link;

/**
 * The JSON text of a link, not yet read, and the path in which it was found.
 *
 * @param path prefix and segment; the segment is {@code ""} if the link was not found as it is
 */
record LinkText(LinkPath path, String json) {}
