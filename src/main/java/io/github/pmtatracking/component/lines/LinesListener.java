package io.github.pmtatracking.component.lines;

import java.util.List;

/** Is notified of the end of input, by the thread that reads. */
public interface LinesListener {

  /**
   * No more lines will be read, because all input has ended or the route stops. Lines that were
   * read may still be in progress.
   */
  void ending();

  /**
   * All input has ended and every exchange is done. Not called if the route was stopped before.
   *
   * @param unreadable one message for each source that could not be read to its end
   */
  void ended(List<String> unreadable);
}
