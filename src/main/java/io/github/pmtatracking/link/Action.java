package io.github.pmtatracking.link;

/** What a link stands for: {@code act} in the link and in the queue entry (FACTS.md 2). */
public enum Action {
  CLICK("c", "click"),
  OPEN("o", "open"),
  INITIAL_OPEN("i", "initial_open");

  private final String code;
  private final String eventType;

  Action(String code, String eventType) {
    this.code = code;
    this.eventType = eventType;
  }

  /** The letter that a link carries: {@code c}, {@code o} or {@code i}. */
  public String code() {
    return code;
  }

  /** The ingest API's name of it: {@code click}, {@code open} or {@code initial_open}. */
  public String eventType() {
    return eventType;
  }

  /**
   * The action of a link's letter.
   *
   * @throws BadLinkException if it is none of {@code c}, {@code o}, {@code i}
   */
  public static Action ofCode(String code) throws BadLinkException {
    switch (code) {
      case "c":
        return CLICK;
      case "o":
        return OPEN;
      case "i":
        return INITIAL_OPEN;
      default:
        throw new BadLinkException(
            "act is \"" + BadLinkException.shorten(code) + "\", not c, o or i");
    }
  }
}
