package io.github.pmtatracking.faults;

/** A fault that strikes while events are processed. */
interface Fault {
  /** The name of the fault in the table. */
  String title();

  /**
   * Makes the fault happen.
   *
   * @param rounds how often; the harness chooses the moments at random
   * @return the outcome of all events that were offered meanwhile
   */
  FaultResult strike(FaultHarness harness, int rounds) throws Exception;
}
