package io.github.pmtatracking.wrapper;

/**
 * What a {@link MessageRewriter} is to do.
 *
 * @param trackOpen add a pixel at the end of HTML
 * @param trackInitialOpen add a pixel at the start of HTML
 * @param trackClick let links lead to the tracker
 * @param multipleRecipients what becomes of a message with several recipients
 * @param dkim whether DKIM-signed messages are tracked
 * @param amp track {@code text/x-amp-html} too
 * @param onFault what becomes of a message on which the rewriter failed
 * @param limits how much work one message may make
 */
public record RewritePolicy(
    boolean trackOpen,
    boolean trackInitialOpen,
    boolean trackClick,
    MultipleRecipients multipleRecipients,
    DkimPolicy dkim,
    boolean amp,
    OnFault onFault,
    RewriteLimits limits) {

  /** With the limits that hold by default. */
  public RewritePolicy(
      boolean trackOpen,
      boolean trackInitialOpen,
      boolean trackClick,
      MultipleRecipients multipleRecipients,
      DkimPolicy dkim,
      boolean amp,
      OnFault onFault) {
    this(
        trackOpen,
        trackInitialOpen,
        trackClick,
        multipleRecipients,
        dkim,
        amp,
        onFault,
        RewriteLimits.DEFAULTS);
  }

  /** Opens, initial opens and clicks as given; everything else as it is by default. */
  public static RewritePolicy tracking(
      boolean trackOpen, boolean trackInitialOpen, boolean trackClick) {
    return new RewritePolicy(
        trackOpen,
        trackInitialOpen,
        trackClick,
        MultipleRecipients.SPLIT,
        DkimPolicy.SKIP,
        false,
        OnFault.PASS);
  }

  /** The same with other limits. */
  public RewritePolicy with(RewriteLimits others) {
    return new RewritePolicy(
        trackOpen, trackInitialOpen, trackClick, multipleRecipients, dkim, amp, onFault, others);
  }

  /** Whether a message is left byte for byte as it came, without even a message id. */
  boolean off() {
    return !trackOpen && !trackInitialOpen && !trackClick;
  }
}
