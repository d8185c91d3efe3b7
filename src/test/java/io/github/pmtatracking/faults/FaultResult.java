package io.github.pmtatracking.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;

/**
 * The outcome of the events (records, mails) that were offered during a fault.
 *
 * @param fault the name of the fault
 * @param offered how many were answered or accepted
 * @param arrived how many came to their destination, repeated ones counted again
 * @param distinct how many distinct ids these have
 * @param lost how many of the offered never came
 * @param declaredLost how many of these the process has counted and logged as lost
 * @param setAside how many are dead letters now
 * @param seconds from the end of the fault (process started again, Redis continued, API works)
 *     until all events had arrived
 * @param renamed how many arrived under more than one id
 * @param note a remark for the table
 */
record FaultResult(
    String fault,
    int offered,
    long arrived,
    int distinct,
    int lost,
    int declaredLost,
    int setAside,
    double seconds,
    int renamed,
    String note) {

  static final List<String> HEADINGS =
      List.of(
          "fault",
          "offered",
          "arrived",
          "distinct ids",
          "lost",
          "set aside",
          "seconds until recovered",
          "");

  FaultResult withNote(String text) {
    return new FaultResult(
        fault, offered, arrived, distinct, lost, declaredLost, setAside, seconds, renamed, text);
  }

  FaultResult withSetAside(int count) {
    return new FaultResult(
        fault, offered, arrived, distinct, lost, declaredLost, count, seconds, renamed, note);
  }

  FaultResult withDeclaredLost(int count) {
    return new FaultResult(
        fault, offered, arrived, distinct, lost, count, setAside, seconds, renamed, note);
  }

  FaultResult named(String name) {
    return new FaultResult(
        name, offered, arrived, distinct, lost, declaredLost, setAside, seconds, renamed, note);
  }

  /** As a row of a table in Markdown. */
  String markdown() {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d | %,d | %,d | %.1f | %s |",
        fault,
        offered,
        arrived,
        distinct,
        lost,
        setAside,
        seconds,
        note);
  }

  /** Fails unless what is lost is what was declared lost, and every repeat carried the same id. */
  void requireNothingLost() {
    assertEquals(declaredLost, lost, () -> "lost, and not declared: " + this);
    assertEquals(0, renamed, () -> "arrived under two ids: " + this);
  }
}
