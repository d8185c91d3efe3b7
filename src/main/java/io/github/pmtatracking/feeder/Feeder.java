package io.github.pmtatracking.feeder;

import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.ingest.RemoteClock;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.redis.RedisClock;
import java.time.Duration;
import java.time.InstantSource;

/** The beans of the feeder, put together. Immutable. */
public final class Feeder {
  private final FeederCounters counters = new FeederCounters();
  private final PausedState hold = new PausedState();
  private final DeadLetters deadLetters;
  private final EventTimes times;
  private final IngestEvents events;
  private final BatchStatusPoller verdicts;
  private final IngestResponseHandler answers;
  private final QueueFigures figures;

  /**
   * @param queueRedis where the queue is
   * @param attributesRedis where the {@code msgID_*} records are
   * @param queue the key of the queue
   * @param timeout how long one call to Redis may take
   * @param apiClock the clock of the ingest API
   * @param logText makes what the API says fit for logs and dead letters
   */
  public Feeder(
      RedisSource queueRedis,
      RedisSource attributesRedis,
      String queue,
      Duration timeout,
      RemoteClock apiClock,
      LogText logText,
      FeederOptions options,
      InstantSource clock) {
    deadLetters = new DeadLetters(queueRedis, queue, timeout);
    DeadLetterWriter setAside = new DeadLetterWriter(deadLetters, counters);
    times =
        new EventTimes(
            setAside, hold, new RedisClock(queueRedis, timeout)::now, apiClock, options, clock);
    AttributeLookup attributes = new AttributeLookup(attributesRedis, timeout);
    QueueSample sample = new QueueSample(queueRedis, queue, timeout, attributes, options, clock);
    events = new IngestEvents(attributes, setAside, times, options, counters, clock, hold, sample);
    figures = new QueueFigures(queueRedis, queue, deadLetters, clock);
    verdicts =
        new BatchStatusPoller(
            new SentBatchStore(queueRedis, queue, timeout),
            setAside,
            logText,
            options,
            counters,
            clock);
    answers =
        new IngestResponseHandler(setAside, verdicts, hold, logText, options, counters, clock);
  }

  public IngestEvents events() {
    return events;
  }

  public EventTimes times() {
    return times;
  }

  public IngestResponseHandler answers() {
    return answers;
  }

  public BatchStatusPoller verdicts() {
    return verdicts;
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  public QueueFigures figures() {
    return figures;
  }

  public PausedState hold() {
    return hold;
  }

  public FeederCounters counters() {
    return counters;
  }
}
