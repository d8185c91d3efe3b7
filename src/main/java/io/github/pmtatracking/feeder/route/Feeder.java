package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.batch.EventTimes;
import io.github.pmtatracking.feeder.batch.IngestEvents;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.feeder.queue.AttributeLookup;
import io.github.pmtatracking.feeder.queue.QueueFigures;
import io.github.pmtatracking.feeder.retry.IngestResponseHandler;
import io.github.pmtatracking.feeder.retry.PausedState;
import io.github.pmtatracking.feeder.status.BatchStatusPoller;
import io.github.pmtatracking.feeder.status.SentBatchStore;
import io.github.pmtatracking.feeder.upload.QueueProbe;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.ingest.RemoteClock;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.redis.RedisClock;
import java.time.Duration;
import java.time.InstantSource;

/** Creates the beans of the feeder that need neither Camel nor HTTP. Immutable. */
final class Feeder {
  private final FeederCounters counters = new FeederCounters();
  private final PausedState paused = new PausedState();
  private final DeadLetters deadLetters;
  private final EventTimes eventTimes;
  private final IngestEvents ingestEvents;
  private final BatchStatusPoller batchStatusPoller;
  private final IngestResponseHandler responseHandler;
  private final QueueFigures figures;

  /**
   * @param queueRedis the Redis of the queue
   * @param attributesRedis the Redis of the {@code msgID_*} records
   * @param queue the key of the queue
   * @param timeout of one call to Redis
   * @param apiClock the clock of the ingest API
   * @param logText makes text of the API safe for logs and dead letters
   */
  Feeder(
      RedisSource queueRedis,
      RedisSource attributesRedis,
      String queue,
      Duration timeout,
      RemoteClock apiClock,
      LogText logText,
      FeederOptions options,
      InstantSource clock) {
    deadLetters = new DeadLetters(queueRedis, queue, timeout);
    DeadLetterWriter writer = new DeadLetterWriter(deadLetters, counters);
    RemoteClock redisClock = new RedisClock(queueRedis, timeout)::now;
    eventTimes = new EventTimes(writer, paused, redisClock, apiClock, options, clock);
    AttributeLookup attributes = new AttributeLookup(attributesRedis, timeout);
    QueueProbe probe = new QueueProbe(queueRedis, queue, timeout, attributes, options, clock);
    ingestEvents =
        new IngestEvents(attributes, writer, eventTimes, options, counters, clock, paused, probe);
    figures = new QueueFigures(queueRedis, queue, deadLetters::refreshSize, clock);
    SentBatchStore store = new SentBatchStore(queueRedis, queue, timeout);
    batchStatusPoller = new BatchStatusPoller(store, writer, logText, options, counters, clock);
    responseHandler =
        new IngestResponseHandler(
            writer, batchStatusPoller, paused, logText, options, counters, clock);
  }

  IngestEvents ingestEvents() {
    return ingestEvents;
  }

  EventTimes eventTimes() {
    return eventTimes;
  }

  IngestResponseHandler responseHandler() {
    return responseHandler;
  }

  BatchStatusPoller batchStatusPoller() {
    return batchStatusPoller;
  }

  DeadLetters deadLetters() {
    return deadLetters;
  }

  QueueFigures figures() {
    return figures;
  }

  PausedState paused() {
    return paused;
  }

  FeederCounters counters() {
    return counters;
  }
}
