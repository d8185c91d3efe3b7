package io.github.pmtatracking.process;

import org.apache.camel.CamelContext;

/** The version of this installation, as the jar's manifest has it. */
public final class ProductVersion {
  private static final String UNPACKED = "development";

  private ProductVersion() {}

  /** Such as {@code 0.1.0}; {@code development} where the classes are in no jar. */
  public static String number() {
    String version = ProductVersion.class.getPackage().getImplementationVersion();
    return version == null ? UNPACKED : version;
  }

  /** One line for {@code -version}: the versions of the product, of Java and of Camel. */
  public static String line() {
    return "pmta-tracking " + number() + ", Java " + java() + ", Camel " + camel();
  }

  /** Such as {@code 17.0.15}. */
  static String java() {
    return System.getProperty("java.version", "unknown");
  }

  private static String camel() {
    String version = CamelContext.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
