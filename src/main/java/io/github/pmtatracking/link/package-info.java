/**
 * The tracking links of a mail: a {@link io.github.pmtatracking.link.TrackingLink} is the content
 * of a link, {@link io.github.pmtatracking.link.TrackingUrl} makes a URL of it, and {@link
 * io.github.pmtatracking.link.LinkDecoder} reads the URL, in both generations (docs/formats.md,
 * "Tracking links"). The class {@code TrackingLinks} of the package {@code wrapper} puts the URLs
 * into mail. Knows nothing of HTTP, Redis or mail.
 */
@NullMarked
package io.github.pmtatracking.link;

import org.jspecify.annotations.NullMarked;
