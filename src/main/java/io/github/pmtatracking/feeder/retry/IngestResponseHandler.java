package io.github.pmtatracking.feeder.retry;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.status.BatchStatusPoller;
import io.github.pmtatracking.feeder.upload.NdjsonUpload;
import io.github.pmtatracking.feeder.upload.PendingUploads;
import io.github.pmtatracking.ingest.IngestResponse;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.ingest.ProxyRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides after each POST about its events (the table of docs/formats.md, "Ingest responses"): they
 * are accepted, posted in two parts, dead-lettered, or posted again later, or the feeder is paused.
 * An API that refuses one event after the other and accepts none is suspected to be wrong itself,
 * see {@link FeederOptions#maxRefused}. Thread-safe; the uploads belong to the calling thread.
 */
public final class IngestResponseHandler {
  private static final Logger LOG = LoggerFactory.getLogger(IngestResponseHandler.class);

  /** After a 429 without {@code Retry-After}: the API's documentation says 1 to 5 seconds. */
  private static final Duration DELAY_AFTER_429 = Duration.ofSeconds(1);

  /** The limit of refusals in a row doubles up to this number, unless the setting is larger. */
  private static final int MAX_REFUSED_IN_A_ROW = 1_000;

  private final DeadLetterWriter deadLetterWriter;
  private final BatchStatusPoller batchStatusPoller;
  private final PausedState paused;
  private final LogText logText;
  private final int maxRefused;
  private final Duration maxRetryAfter;
  private final FeederCounters counters;
  private final InstantSource clock;

  public IngestResponseHandler(
      DeadLetterWriter deadLetterWriter,
      BatchStatusPoller batchStatusPoller,
      PausedState paused,
      LogText logText,
      FeederOptions options,
      FeederCounters counters,
      InstantSource clock) {
    this.deadLetterWriter = deadLetterWriter;
    this.batchStatusPoller = batchStatusPoller;
    this.paused = paused;
    this.logText = logText;
    this.maxRefused = options.maxRefused();
    this.maxRetryAfter = options.retryMaxRetryAfter();
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * Handles the response to the POST of the first upload. Afterwards that upload has left the
   * pending ones or is split; when this throws, it is still pending.
   *
   * @param status HTTP status code
   * @param reason the words after it, or null
   * @param retryAfter the header of that name, or null
   * @param location the header of that name, or null
   * @param body the text of the response as far as it was read, or null
   * @throws RetryableException when the API may accept the same events later
   * @throws FeederPausedException when the API can accept no event until the configuration is
   *     corrected
   */
  public void handle(
      PendingUploads uploads,
      int status,
      @Nullable String reason,
      @Nullable String retryAfter,
      @Nullable String location,
      @Nullable String body)
      throws RetryableException, FeederPausedException {
    IngestResponse response = IngestResponse.of(status, reason, body, logText);
    log(uploads, response);
    if (status >= 200 && status < 300 && response.batchId() != null) {
      accepted(uploads, response.batchId());
      return;
    }
    if (status >= 300 && status < 400) {
      throw pause(
          "the ingest API answers "
              + response.text()
              + ", Location: "
              + (location == null ? "none" : logText.of(location))
              + " (a redirect is not followed; set SPARKPOST_HOST_INGEST to the API's own host, or"
              + " look at the proxy in between)");
    }
    switch (status) {
      case 413 -> refused(uploads, response);
      case 400, 422 -> {
        if (response.error() == null) {
          throw new RetryableException(notFromTheApi(response), null);
        }
        refused(uploads, response);
      }
      case 401, 403, 404, 405, 407, 411, 415 -> {
        throw pause("the ingest API answers " + response.text() + " (" + cause(status) + ")");
      }
      case 429 -> {
        Duration wait = RetryAfter.parse(retryAfter, clock.instant(), maxRetryAfter);
        throw new RetryableException(
            "the ingest API asks to wait (" + response.text() + ")",
            wait,
            wait == null ? DELAY_AFTER_429 : Duration.ZERO);
      }
      default ->
          throw new RetryableException(
              response.batchId() == null && response.error() == null
                  ? notFromTheApi(response)
                  : "the ingest API has a fault (" + response.text() + ")",
              RetryAfter.parse(retryAfter, clock.instant(), maxRetryAfter));
    }
  }

  /**
   * As the other method, for route files of versions that did not pass the header {@code Location}.
   *
   * @throws RetryableException when the API may accept the same events later
   * @throws FeederPausedException when the API can accept no event until the configuration is
   *     corrected
   */
  public void handle(
      PendingUploads uploads,
      int status,
      @Nullable String reason,
      @Nullable String retryAfter,
      @Nullable String body)
      throws RetryableException, FeederPausedException {
    handle(uploads, status, reason, retryAfter, null, body);
  }

  /**
   * Handles the refusal of a proxy to open a tunnel to the API.
   *
   * @return a {@link FeederPausedException} when the configuration must be corrected, otherwise a
   *     {@link RetryableException}
   */
  public Exception handle(ProxyRefusedException refusal) {
    int status = refusal.status();
    return switch (status) {
      case 407 -> pause(refusal.getMessage() + " (" + cause(status) + ")");
      case 400, 401, 403, 404, 405, 411, 501 ->
          pause(
              refusal.getMessage()
                  + " (the proxy does not let the feeder through; set feeder.http.proxy,"
                  + " HTTPS_PROXY or NO_PROXY)");
      default ->
          status >= 300 && status < 400
              ? pause(
                  refusal.getMessage()
                      + " (a redirect is not followed; set feeder.http.proxy, HTTPS_PROXY or"
                      + " NO_PROXY)")
              : new RetryableException(String.valueOf(refusal.getMessage()), null);
    };
  }

  private void accepted(PendingUploads uploads, String batchId) {
    NdjsonUpload head = uploads.head();
    byte[] gzipped = uploads.gzip();
    if (uploads.isLast()) {
      deadLetterWriter.write(uploads.deadLetters());
    }
    if (uploads.headAccepted()) {
      paused.badEventsConfirmed();
    }
    batchStatusPoller.accepted(batchId, gzipped);
    counters.countUpload(head.size());
    deadLetterWriter.confirm();
    paused.resume();
  }

  private void refused(PendingUploads uploads, IngestResponse response)
      throws FeederPausedException {
    if (uploads.isQueueProbe()) {
      uploads.queueProbeRefused();
      return;
    }
    if (isTooMany(counters.refusedInARow())) {
      throw suspectApi(uploads, response);
    }
    if (uploads.head().size() > 1) {
      uploads.splitHead();
      return;
    }
    boolean tooMany = isTooMany(counters.countRefused());
    if (tooMany && uploads.isLast()) {
      throw suspectApi(uploads, response);
    }
    deadLetter(uploads, response);
    if (tooMany) {
      // Are the events bad, or is the API wrong? An event from elsewhere shows it.
      uploads.probe();
    }
  }

  /** Writes nothing before the end of the batch, since a batch that is taken over starts anew. */
  private void deadLetter(PendingUploads uploads, IngestResponse response) {
    String detail = response.text() + (response.error() == null ? "" : ", " + response.error());
    DeadLetter letter = uploads.head().toDeadLetter(DeadLetter.REFUSED, detail, clock.instant());
    if (uploads.isLast()) {
      List<DeadLetter> all = uploads.deadLetters();
      all.add(letter);
      List<DeadLetter> unconfirmed = uploads.unconfirmed();
      unconfirmed.add(letter);
      // Without a limit the API is never suspected.
      deadLetterWriter.write(all, maxRefused == 0 ? List.of() : unconfirmed);
    }
    uploads.headRefused(letter);
  }

  /**
   * The limit doubles each time that a probe showed the events to be bad, so that a queue full of
   * forged events comes to its end.
   */
  private boolean isTooMany(int refusedInARow) {
    if (maxRefused == 0) {
      return false;
    }
    long limit = (long) maxRefused << paused.limitDoublings();
    return refusedInARow >= Math.min(limit, Math.max(maxRefused, MAX_REFUSED_IN_A_ROW));
  }

  private FeederPausedException suspectApi(PendingUploads uploads, IngestResponse response) {
    boolean release =
        !uploads.isPartlyDone()
            || (paused.isApiSuspected() && paused.attempts() >= PausedState.MAX_FAILED_ATTEMPTS);
    uploads.suspectApi(release);
    deadLetterWriter.requeue();
    String why =
        "the ingest API accepted none of the last "
            + counters.refusedInARow()
            + " events, each posted alone, and answers "
            + response.text()
            + (response.error() == null ? "" : ", " + response.error())
            + " (set SPARKPOST_HOST_INGEST; if these events are really bad, raise"
            + " feeder.max-refused)";
    paused.suspectApi(why);
    return new FeederPausedException(why, release);
  }

  private FeederPausedException pause(String why) {
    paused.pause(why);
    return new FeederPausedException(why);
  }

  /** The lines of the original, see docs/formats.md. */
  private void log(PendingUploads uploads, IngestResponse response) {
    int raw = uploads.head().rawLength();
    int gzipped = uploads.gzip().length;
    if (response.batchId() != null) {
      LOG.info(
          "Uploaded {} bytes raw, {} bytes gzipped. SparkPost Ingest response: {}, results.id={}",
          raw,
          gzipped,
          response.text(),
          logText.of(response.batchId()));
    } else {
      LOG.info(
          "Uploaded {} bytes raw, {} bytes gzipped. SparkPost response: {}, errors[0]= {}",
          raw,
          gzipped,
          response.text(),
          response.error());
    }
  }

  private static String notFromTheApi(IngestResponse response) {
    return "the response "
        + response.text()
        + " is not the ingest API's JSON; is a proxy in between?";
  }

  private static String cause(int status) {
    return switch (status) {
      case 401, 403 -> "the key has no permission; set SPARKPOST_API_KEY_INGEST";
      case 407 ->
          "a proxy wants user and password; set feeder.http.proxy, or HTTPS_PROXY in the"
              + " environment, to http://user:password@host:port";
      case 411 ->
          "a proxy in between accepts no request with a body like this; set feeder.http.proxy or"
              + " SPARKPOST_HOST_INGEST";
      case 404, 405 -> "there is no ingest API; set SPARKPOST_HOST_INGEST";
      default -> "it does not accept gzipped NDJSON; set SPARKPOST_HOST_INGEST";
    };
  }
}
