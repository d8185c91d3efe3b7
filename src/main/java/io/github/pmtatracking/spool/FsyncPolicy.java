package io.github.pmtatracking.spool;

/**
 * When a spooled record is forced to the disk, and so what a power failure may take. None of them
 * loses a record to the death of the process alone: the operating system has it by then.
 */
public enum FsyncPolicy {
  /** Before {@code append} completes; concurrent appends share one fsync. */
  ALWAYS("always"),
  /** Within a second after {@code append} completed. */
  EVERY_SECOND("everysec"),
  /** When the operating system sees fit. */
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
