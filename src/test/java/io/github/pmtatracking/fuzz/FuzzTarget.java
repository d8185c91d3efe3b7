package io.github.pmtatracking.fuzz;

import java.util.Random;

/** A running program that takes inputs of one kind. Used by one thread. */
interface FuzzTarget extends AutoCloseable {

  /**
   * Gives the program one input; an answer that is never right fails.
   *
   * @param random chooses the input: the same numbers make the same input
   */
  void send(Random random) throws Exception;

  /** Gives the program honest work, and fails unless it is done right. */
  void requireHonestWork() throws Exception;

  /** Called after the last input: fails when something is missing, stuck or dead. */
  void finish() throws Exception;

  /** What was seen, in a few words. */
  String summary();

  /** Resident memory of the program in bytes. */
  long residentBytes() throws Exception;
}
