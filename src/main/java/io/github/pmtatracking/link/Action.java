package io.github.pmtatracking.link;

/**
 * The action of a link: {@code act} in the link and in the queue entry (docs/formats.md, "Current
 * links").
 */
public enum Action {
  CLICK("c", "click"),
  OPEN("o", "open"),
  INITIAL_OPEN("i", "initial_open"),
  /** In an AMP part. These three codes are ours; the original has no AMP. */
  AMP_CLICK("ac", "amp_click"),
  AMP_OPEN("ao", "amp_open"),
  AMP_INITIAL_OPEN("ai", "amp_initial_open");

  private final String code;
  private final String eventType;

  Action(String code, String eventType) {
    this.code = code;
    this.eventType = eventType;
  }

  /** The code in a link: {@code c}, {@code o} or {@code i}, in AMP with an {@code a} before it. */
  public String code() {
    return code;
  }

  /** The ingest API's name of it: {@code click}, {@code open}, {@code amp_click} and so on. */
  public String eventType() {
    return eventType;
  }

  /** Whether the recipient followed a link, so that the response is a redirect to its target. */
  public boolean isClick() {
    return this == CLICK || this == AMP_CLICK;
  }

  /** The same action in an AMP part. */
  public Action inAmp() {
    return switch (this) {
      case CLICK, AMP_CLICK -> AMP_CLICK;
      case OPEN, AMP_OPEN -> AMP_OPEN;
      case INITIAL_OPEN, AMP_INITIAL_OPEN -> AMP_INITIAL_OPEN;
    };
  }

  /**
   * The action of a link's code.
   *
   * @throws BadLinkException if the code is unknown
   */
  public static Action ofCode(String code) throws BadLinkException {
    switch (code) {
      case "c":
        return CLICK;
      case "o":
        return OPEN;
      case "i":
        return INITIAL_OPEN;
      case "ac":
        return AMP_CLICK;
      case "ao":
        return AMP_OPEN;
      case "ai":
        return AMP_INITIAL_OPEN;
      default:
        throw new BadLinkException(
            "act is \"" + BadLinkException.shorten(code) + "\", not c, o or i");
    }
  }
}
