package io.github.pmtatracking.component.lines;

import java.util.List;

/** Is told of the end of input. Called by the thread that reads. */
public interface LinesListener {

  /**
   * Nothing more will be read, because all input has ended or the route stops; lines that were read
   * may still be on their way.
   */
  void ending();

  /**
   * All input has ended and every exchange is done. Not called when the route was stopped before.
   *
   * @param unreadable one message for each source that could not be read to its end
   */
  void ended(List<String> unreadable);
}
