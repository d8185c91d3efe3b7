package io.github.pmtatracking.spool;

import java.util.List;

/** Takes drained records to where they belong. */
@FunctionalInterface
public interface BatchHandler {

  /**
   * Takes one batch. When it returns, the records are done with; when it throws, the same records
   * (perhaps with later ones) are handed over again by the next drain, and after a crash too.
   *
   * @param records in the order in which they were appended, never empty
   * @throws Exception if the records could not be taken; it ends the drain that is running
   */
  void handle(List<byte[]> records) throws Exception;
}
