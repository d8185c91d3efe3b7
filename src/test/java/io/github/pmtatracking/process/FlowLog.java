package io.github.pmtatracking.process;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What this process logs while it is open. */
public final class FlowLog implements AutoCloseable {
  private static final String NAME = "io.github.pmtatracking";

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final AbstractAppender appender;
  private final Logger logger = (Logger) LogManager.getLogger(NAME);
  private final Level before = logger.getLevel();

  private FlowLog() {
    appender =
        new AbstractAppender("test", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
          }
        };
    appender.start();
    logger.addAppender(appender);
    Configurator.setLevel(NAME, Level.INFO);
  }

  public static FlowLog start() {
    return new FlowLog();
  }

  public String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    Configurator.setLevel(NAME, before);
    logger.removeAppender(appender);
    appender.stop();
  }
}
