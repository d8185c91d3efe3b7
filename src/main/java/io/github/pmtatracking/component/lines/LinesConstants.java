package io.github.pmtatracking.component.lines;

import org.apache.camel.spi.Metadata;

/** Names of the headers that the component sets. */
public final class LinesConstants {
  @Metadata(
      label = "consumer",
      description = "The source of the lines: stdin, or the name of the file as it was given.",
      javaType = "String")
  public static final String SOURCE = "CamelLinesSource";

  @Metadata(
      label = "consumer",
      description = "The number of the group's first line in its source, from 1.",
      javaType = "Long")
  public static final String FIRST = "CamelLinesFirst";

  @Metadata(
      label = "consumer",
      description = "How much of the file has been read, 0 to 100; -1 for standard input.",
      javaType = "Integer")
  public static final String PERCENT = "CamelLinesPercent";

  @Metadata(
      label = "consumer",
      description =
          "Whether this group is a single line whose end was not read, because the route stopped or"
              + " the source could not be read further.",
      javaType = "Boolean")
  public static final String TRUNCATED = "CamelLinesTruncated";

  private LinesConstants() {}
}
