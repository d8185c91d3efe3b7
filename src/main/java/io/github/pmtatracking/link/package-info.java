/**
 * The links that a mail carries: a {@link io.github.pmtatracking.link.TrackingLink} is what a link
 * says, {@link io.github.pmtatracking.link.TrackingUrl} turns it into a URL and {@link
 * io.github.pmtatracking.link.LinkDecoder} reads it back, in both generations (docs/formats.md,
 * "Tracking links"). Knows nothing of HTTP, Redis or mail.
 */
@NullMarked
package io.github.pmtatracking.link;

import org.jspecify.annotations.NullMarked;
