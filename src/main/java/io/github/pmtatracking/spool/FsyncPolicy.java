package io.github.pmtatracking.spool;

/**
 * When a spooled record is forced to the disk. A power failure can lose records that were not
 * forced. The end of the process alone loses none: the operating system has them.
 */
public enum FsyncPolicy {
  /** Before {@code append} completes; concurrent appends share one fsync. */
  ALWAYS("always"),
  /** Within a second after {@code append} completed. */
  EVERY_SECOND("everysec"),
  /** At a time that the operating system chooses. */
  NEVER("never");

  private final String text;

  FsyncPolicy(String text) {
    this.text = text;
  }

  /**
   * Reads a setting's value, with Redis's own words for {@code appendfsync}.
   *
   * @throws IllegalArgumentException if the value is none of {@code always}, {@code everysec},
   *     {@code never}
   */
  public static FsyncPolicy of(String value) {
    for (FsyncPolicy policy : values()) {
      if (policy.text.equals(value)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        "fsync policy \"" + value + "\" is unknown; it is one of always, everysec, never");
  }

  @Override
  public String toString() {
    return text;
  }
}
