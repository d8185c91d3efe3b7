package io.github.pmtatracking.component.lines;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Read lines from standard input or from files.
 *
 * <p>The consumer gives the lines that have arrived to the route as one exchange whose body is a
 * {@code List<String>}. A quoted field of CSV may contain line ends. Files are read one after
 * another; a file whose name ends in {@code .gz} is decompressed.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "lines",
    title = "Lines",
    syntax = "lines:name",
    consumerOnly = true,
    category = {Category.FILE},
    headersClass = LinesConstants.class)
@ManagedResource(description = "Lines of standard input or of files")
public class LinesEndpoint extends DefaultEndpoint {
  @UriPath(description = "A name for logs and JMX.")
  @Metadata(required = true)
  private final String name;

  @UriParam(
      description =
          "The files to read: a collection of paths in the registry, or the name of one file."
              + " Without it, standard input is read.")
  private @Nullable Object files;

  @UriParam(defaultValue = "500", description = "Most lines in one exchange.")
  private int maxLines = 500;

  @UriParam(
      defaultValue = "65536",
      description =
          "Longest line in bytes, quoted line ends included. The rest of a longer line is dropped,"
              + " with a warning.")
  private int maxLineBytes = 65_536;

  @UriParam(
      defaultValue = "4",
      description =
          "Most exchanges in progress at once, if the route is asynchronous; further reading"
              + " waits.")
  private int maxInFlight = 4;

  @UriParam(
      defaultValue = "8000",
      javaType = "java.time.Duration",
      description = "How long a stop waits for the exchanges in progress.")
  private long stopTimeout = 8_000;

  @UriParam(description = "Is notified when all input has ended and every exchange is done.")
  private @Nullable LinesListener listener;

  private final LineCounters counters = new LineCounters();

  LinesEndpoint(String uri, LinesComponent component, String name) {
    super(uri, component);
    this.name = name;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("lines: only reads; write with file: or stream:");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (maxLines < 1 || maxLineBytes < 16 || maxInFlight < 1) {
      throw new IllegalArgumentException(
          "lines:%s with maxLines=%d, maxLineBytes=%d, maxInFlight=%d: wanted at least 1, 16 and 1"
              .formatted(name, maxLines, maxLineBytes, maxInFlight));
    }
    LinesConsumer consumer = new LinesConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  /** The files as paths; empty for standard input. */
  List<Path> paths() {
    if (files == null) {
      return List.of();
    }
    Collection<?> names = files instanceof Collection<?> several ? several : List.of(files);
    return names.stream()
        .map(String::valueOf)
        .filter(file -> !file.isBlank())
        .map(Path::of)
        .toList();
  }

  LineCounters counters() {
    return counters;
  }

  @ManagedAttribute(description = "The source that is being read")
  public String getSource() {
    return counters.source();
  }

  @ManagedAttribute(description = "How much of the file has been read; -1 for standard input")
  public int getPercent() {
    return counters.percent();
  }

  @ManagedAttribute(description = "Lines given to the route")
  public long getLines() {
    return counters.lines();
  }

  @ManagedAttribute(description = "Exchanges with these lines")
  public long getGroups() {
    return counters.groups();
  }

  @ManagedAttribute(description = "Exchanges in progress")
  public int getInFlight() {
    return counters.inFlight();
  }

  @ManagedAttribute(description = "A name for logs and JMX")
  public String getName() {
    return name;
  }

  public @Nullable Object getFiles() {
    return files;
  }

  public void setFiles(@Nullable Object files) {
    this.files = files;
  }

  @ManagedAttribute(description = "Most lines in one exchange")
  public int getMaxLines() {
    return maxLines;
  }

  public void setMaxLines(int maxLines) {
    this.maxLines = maxLines;
  }

  public int getMaxLineBytes() {
    return maxLineBytes;
  }

  public void setMaxLineBytes(int maxLineBytes) {
    this.maxLineBytes = maxLineBytes;
  }

  @ManagedAttribute(description = "Most exchanges in progress at once")
  public int getMaxInFlight() {
    return maxInFlight;
  }

  public void setMaxInFlight(int maxInFlight) {
    this.maxInFlight = maxInFlight;
  }

  public long getStopTimeout() {
    return stopTimeout;
  }

  public void setStopTimeout(long stopTimeout) {
    this.stopTimeout = stopTimeout;
  }

  public @Nullable LinesListener getListener() {
    return listener;
  }

  public void setListener(@Nullable LinesListener listener) {
    this.listener = listener;
  }
}
