package io.github.pmtatracking.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promises, each broken into once or twice, on one tracker and one feeder that all tests share.
 * {@link FaultTable} does the same often and at random.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
  private static final long SEED = 1;

  private static @TempDir Path folder;
  private FaultHarness harness;

  @BeforeAll
  void start() throws Exception {
    harness = new FaultHarness(folder, new Random(SEED), FaultHarness.SHORT);
  }

  @AfterAll
  void stop() throws Exception {
    if (harness != null) {
      harness.close();
    }
  }

  /** So that a fault which was not got over fails alone. */
  @AfterEach
  void restore() throws Exception {
    harness.restore();
  }

  @Test
  void anAnsweredClickSurvivesKillMinusNineOfTheTracker() throws Exception {
    assertNothingLost(new TrackerKilled(false), 2);
  }

  @Test
  void aClickInTheSpoolSurvivesKillMinusNineOfTheTracker() throws Exception {
    assertNothingLost(new TrackerKilled(true), 2);
  }

  @Test
  void aBatchSurvivesKillMinusNineOfTheFeederUnderTheSameIds() throws Exception {
    assertNothingLost(new FeederKilled(), 3);
  }

  @Test
  void theBatchOfADeadFeederIsTakenOverByAnother() throws Exception {
    assertNothingLost(new OneOfTwoFeedersKilled(), 1);
  }

  @Test
  void aMailThatGot250IsUpstreamWhenTheWrapperIsKilled() throws Exception {
    assertNothingLost(new WrapperKilled(), 2);
  }

  @Test
  void whatAKillOfAcctEtlLosesIsBoundedAndTheBackfillRestoresIt() throws Exception {
    assertNothingLost(new AccountingKilled(), 2);
  }

  @ParameterizedTest
  @EnumSource
  void whateverEndsAcctEtlInOrderLosesNothing(AccountingEnded end) throws Exception {
    assertNothingLost(end, 1);
  }

  @ParameterizedTest
  @EnumSource
  void noReaderSeesTroubleOfRedisAndNoEventIsLost(RedisTrouble trouble) throws Exception {
    FaultResult row = assertNothingLost(trouble, 1);
    assertTrue(row.note().startsWith("0 readers saw an error"), row::toString);
  }

  @Test
  void aRedisThatTheQueueHasFilledIsEmptiedAgain() throws Exception {
    assertNothingLost(new QueueFillsRedis(), 1);
  }

  @ParameterizedTest
  @EnumSource
  void whateverTheApiDoesAllGoodEventsArriveOnceById(IngestTrouble trouble) throws Exception {
    FaultResult row = assertNothingLost(trouble, 1);
    assertEquals(trouble.toBeSetAside(), row.setAside(), row::toString);
    assertEquals(row.offered(), row.distinct(), row::toString);
  }

  @Test
  void aClockThatIsSetBackCostsNothing() throws Exception {
    assertNothingLost(new ClockStepBack(), 1);
  }

  @Test
  void onlyAFullDiskLosesAndWhatItLosesIsCounted() throws Exception {
    FaultResult row = assertNothingLost(new DiskFull(), 1);
    assertTrue(row.lost() > 0, row::toString);
  }

  private FaultResult assertNothingLost(Fault fault, int rounds) throws Exception {
    FaultResult row = fault.strike(harness, rounds);
    System.out.println(row.markdown());
    assertTrue(row.offered() > 0, row::toString);
    row.requireNothingLost();
    return row;
  }
}
