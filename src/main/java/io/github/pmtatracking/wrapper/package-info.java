/**
 * The rewriting of one message. {@link io.github.pmtatracking.wrapper.MessageRewriter} takes the
 * bytes of a mail and its recipients, and gives a copy for each recipient with tracked links and
 * pixels. It proceeds in this order:
 *
 * <ol>
 *   <li>{@link io.github.pmtatracking.wrapper.MessagePlanner} finds the HTML parts ({@code mime})
 *       and the places of links and pixels in them ({@code html});
 *   <li>{@link io.github.pmtatracking.wrapper.TrackingLinks} makes the tracking URLs of a copy:
 *       here a link is wrapped;
 *   <li>{@link io.github.pmtatracking.wrapper.HtmlBody} and {@link
 *       io.github.pmtatracking.wrapper.MessagePlan} write the copy.
 * </ol>
 *
 * <p>Only HTML bodies are decoded, edited in place and encoded again, so that every byte outside of
 * an edit stays as it was (docs/formats.md, "Changes to a message"; RFC 2045-2047, 2231). Knows
 * nothing of SMTP.
 */
@NullMarked
package io.github.pmtatracking.wrapper;

import org.jspecify.annotations.NullMarked;
