package io.github.pmtatracking.faults;

/** Something that goes wrong while events are under way. */
interface Fault {
  /** What goes wrong, as the table names it. */
  String title();

  /**
   * Lets it go wrong.
   *
   * @param rounds how often, at moments that the rig's random numbers choose
   * @return what became of everything that was offered meanwhile
   */
  FaultResult strike(FaultHarness rig, int rounds) throws Exception;
}
