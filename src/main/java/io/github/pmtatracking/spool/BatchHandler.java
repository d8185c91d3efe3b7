package io.github.pmtatracking.spool;

import java.util.List;

/** Delivers drained records. */
@FunctionalInterface
public interface BatchHandler {

  /**
   * Delivers one batch. After it returns, the records are removed. If it throws, the next drain
   * gives it the same records again (perhaps with later ones); so it does after a crash.
   *
   * @param records in the order in which they were appended, never empty
   * @throws Exception if the records could not be taken; it ends the drain that is running
   */
  void handle(List<byte[]> records) throws Exception;
}
