package io.github.pmtatracking.component.smtpproxy.net;

/** Sizes as an operator writes them. */
public final class ByteSize {
  private ByteSize() {}

  /**
   * Reads {@code 4096}, {@code 256KiB}, {@code 50MiB} or {@code 1GiB}.
   *
   * @param option the option that the text was given for, for the message
   * @throws IllegalArgumentException when it is none of these, or 0
   */
  public static long parse(String text, String option) {
    String number = text.strip();
    int shift = 0;
    if (number.endsWith("iB") && number.length() > 3) {
      shift = 10 * (" KMG".indexOf(number.charAt(number.length() - 3)));
      number = number.substring(0, number.length() - 3).strip();
    }
    try {
      long value = Long.parseLong(number);
      if (shift >= 0 && value > 0 && value < 1L << 33) {
        return value << shift;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        option + " = \"" + text + "\": wanted a size such as 4096, 256KiB or 50MiB");
  }
}
