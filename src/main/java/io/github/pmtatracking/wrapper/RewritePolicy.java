package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.wrapper.html.TrackingKinds;

/**
 * Decides how a {@link MessageRewriter} changes messages.
 *
 * @param track the kinds of tracking
 * @param oneCopyForAll one copy for all recipients, whose links name no recipient; otherwise each
 *     recipient gets a copy with a message id and links of its own
 * @param dkim whether DKIM-signed messages are tracked
 * @param arc the handling of messages with a signature of ARC or DomainKeys and none of DKIM
 * @param amp track {@code text/x-amp-html} too
 * @param onFault the handling of a message that could not be rewritten
 * @param limits limits of the work for one message
 */
public record RewritePolicy(
    TrackingKinds track,
    boolean oneCopyForAll,
    DkimPolicy dkim,
    ArcSigned arc,
    boolean amp,
    OnFault onFault,
    RewriteLimits limits) {

  /** Opens, initial opens and clicks as given; the defaults for all else. */
  public static RewritePolicy tracking(
      boolean trackOpen, boolean trackInitialOpen, boolean trackClick) {
    return new RewritePolicy(
        new TrackingKinds(trackOpen, trackInitialOpen, trackClick),
        false,
        DkimPolicy.SKIP,
        ArcSigned.TRACK,
        false,
        OnFault.PASS,
        RewriteLimits.DEFAULTS);
  }

  /** The same with one copy for all recipients. */
  public RewritePolicy withOneCopyForAll() {
    return new RewritePolicy(track, true, dkim, arc, amp, onFault, limits);
  }

  /** The same with another policy for signed messages. */
  public RewritePolicy with(DkimPolicy other) {
    return new RewritePolicy(track, oneCopyForAll, other, arc, amp, onFault, limits);
  }

  /** The same with another handling of messages with a signature of ARC or DomainKeys. */
  public RewritePolicy with(ArcSigned other) {
    return new RewritePolicy(track, oneCopyForAll, dkim, other, amp, onFault, limits);
  }

  /** The same with AMP parts tracked. */
  public RewritePolicy withAmp() {
    return new RewritePolicy(track, oneCopyForAll, dkim, arc, true, onFault, limits);
  }

  /** The same with another handling of failures. */
  public RewritePolicy with(OnFault other) {
    return new RewritePolicy(track, oneCopyForAll, dkim, arc, amp, other, limits);
  }

  /** The same with other limits. */
  public RewritePolicy with(RewriteLimits other) {
    return new RewritePolicy(track, oneCopyForAll, dkim, arc, amp, onFault, other);
  }

  /** Whether no byte of a message is changed, and no message id added. */
  boolean off() {
    return !track.open() && !track.initialOpen() && !track.click();
  }
}
