package io.github.pmtatracking.feeder;

import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.ingest.ProxyRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by the API's answer to a POST what becomes of its events (the table of docs/formats.md,
 * "Ingest answers"): they are taken, posted in two halves, set aside, tried again later, or
 * everything is held back. An API that refuses one event after the other and takes none is held to
 * be wrong itself, see {@link FeederOptions#maxRefused}. Thread-safe; the uploads are the calling
 * thread's.
 */
public final class IngestResponseHandler {
  private static final Logger LOG = LoggerFactory.getLogger(IngestResponseHandler.class);

  /** A 429 without {@code Retry-After}: the API's documentation says 1 to 5 seconds. */
  private static final Duration AFTER_429 = Duration.ofSeconds(1);

  /**
   * Most events that are refused in a row before the API is in doubt, unless the setting is more.
   */
  private static final int MAX_REFUSED_IN_A_ROW = 1_000;

  private final DeadLetterWriter setAside;
  private final BatchStatusPoller verdicts;
  private final PausedState hold;
  private final LogText logText;
  private final int maxRefused;
  private final Duration maxRetryAfter;
  private final FeederCounters counters;
  private final InstantSource clock;

  IngestResponseHandler(
      DeadLetterWriter setAside,
      BatchStatusPoller verdicts,
      PausedState hold,
      LogText logText,
      FeederOptions options,
      FeederCounters counters,
      InstantSource clock) {
    this.setAside = setAside;
    this.verdicts = verdicts;
    this.hold = hold;
    this.logText = logText;
    this.maxRefused = options.maxRefused();
    this.maxRetryAfter = options.maxRetryAfter();
    this.counters = counters;
    this.clock = clock;
  }

  /** As below, for a route that does not hand {@code Location} over. */
  public void judge(
      PendingUploads uploads,
      int status,
      @Nullable String reason,
      @Nullable String retryAfter,
      @Nullable String body)
      throws RetryableException, FeederPausedException {
    judge(uploads, status, reason, retryAfter, null, body);
  }

  /**
   * Judges the answer to the POST of the uploads' head, which is gone from them afterwards, or
   * halved, or still among them when this throws.
   *
   * @param status HTTP status code
   * @param reason the words after it, or null
   * @param retryAfter the header of that name, or null
   * @param location the header of that name, or null
   * @param body the answer's text as far as it was read, or null
   * @throws RetryableException when the same events may pass later
   * @throws FeederPausedException when no event can pass until the configuration is put right
   */
  public void judge(
      PendingUploads uploads,
      int status,
      @Nullable String reason,
      @Nullable String retryAfter,
      @Nullable String location,
      @Nullable String body)
      throws RetryableException, FeederPausedException {
    IngestResponse answer = IngestResponse.of(status, reason, body, logText);
    log(uploads, answer);
    if (status >= 200 && status < 300 && answer.batchId() != null) {
      taken(uploads, answer.batchId());
      return;
    }
    if (status >= 300 && status < 400) {
      throw held(
          "the ingest API answers "
              + answer.text()
              + ", Location: "
              + (location == null ? "none" : logText.of(location))
              + " (a redirect is not followed; set SPARKPOST_HOST_INGEST to the API's own host, or"
              + " look at the proxy in between)");
    }
    switch (status) {
      case 413 -> refused(uploads, answer);
      case 400, 422 -> {
        if (answer.error() == null) {
          throw new RetryableException(notFromTheApi(answer), null);
        }
        refused(uploads, answer);
      }
      case 401, 403, 404, 405, 407, 411, 415 -> {
        throw held("the ingest API answers " + answer.text() + " (" + cause(status) + ")");
      }
      case 429 -> {
        Duration asked = RetryAfter.parse(retryAfter, clock.instant(), maxRetryAfter);
        throw new RetryableException(
            "the ingest API asks to wait (" + answer.text() + ")",
            asked,
            asked == null ? AFTER_429 : Duration.ZERO);
      }
      default ->
          throw new RetryableException(
              answer.batchId() == null && answer.error() == null
                  ? notFromTheApi(answer)
                  : "the ingest API has trouble (" + answer.text() + ")",
              RetryAfter.parse(retryAfter, clock.instant(), maxRetryAfter));
    }
  }

  /**
   * What a proxy's refusal of a tunnel to the API means.
   *
   * @return a {@link FeederPausedException} when somebody has to put it right, or a {@link
   *     RetryableException}
   */
  public Exception judge(ProxyRefusedException refusal) {
    int status = refusal.status();
    return switch (status) {
      case 407 -> held(refusal.getMessage() + " (" + cause(status) + ")");
      case 400, 401, 403, 404, 405, 411, 501 ->
          held(
              refusal.getMessage()
                  + " (the proxy does not let the feeder through; set feeder.http.proxy,"
                  + " HTTPS_PROXY or NO_PROXY)");
      default ->
          status >= 300 && status < 400
              ? held(
                  refusal.getMessage()
                      + " (a redirect is not followed; set feeder.http.proxy, HTTPS_PROXY or"
                      + " NO_PROXY)")
              : new RetryableException(String.valueOf(refusal.getMessage()), null);
    };
  }

  private void taken(PendingUploads uploads, String batchId) {
    NdjsonUpload head = uploads.head();
    byte[] gzipped = uploads.gzip();
    if (uploads.isAtLast()) {
      setAside.all(uploads.toBeSetAside());
    }
    if (uploads.headTaken()) {
      hold.eventsWereBad();
    }
    verdicts.expect(batchId, gzipped);
    counters.uploads.increment();
    counters.failuresInARow.set(0);
    counters.refusedInARow.set(0);
    setAside.confirm();
    counters.eventsTaken.add(head.size());
    hold.over();
  }

  private void refused(PendingUploads uploads, IngestResponse answer) throws FeederPausedException {
    if (uploads.isForeign()) {
      uploads.foreignRefused();
      return;
    }
    if (isTooMuch(counters.refusedInARow.get())) {
      throw doubt(uploads, answer);
    }
    if (uploads.head().size() > 1) {
      uploads.halveHead();
      return;
    }
    boolean tooMuch = isTooMuch(counters.refusedInARow.incrementAndGet());
    if (tooMuch && uploads.isAtLast()) {
      throw doubt(uploads, answer);
    }
    setAside(uploads, answer);
    if (tooMuch) {
      // Bad events, or a bad API? One from elsewhere will tell.
      uploads.sample();
    }
  }

  /** Nothing is written before the end, since a batch that is taken over begins anew. */
  private void setAside(PendingUploads uploads, IngestResponse answer) {
    String detail = answer.text() + (answer.error() == null ? "" : ", " + answer.error());
    DeadLetter letter = uploads.head().setAside(DeadLetter.REFUSED, detail, clock.instant());
    if (uploads.isAtLast()) {
      List<DeadLetter> all = uploads.toBeSetAside();
      all.add(letter);
      List<DeadLetter> inDoubt = uploads.inDoubt();
      inDoubt.add(letter);
      // without a limit the API is never held to be wrong
      setAside.all(all, maxRefused == 0 ? List.of() : inDoubt);
    }
    uploads.headRefused(letter);
  }

  /**
   * The limit doubles each time that it turned out that the events were bad: a queue full of forged
   * ones must come to its end.
   */
  private boolean isTooMuch(int refusedInARow) {
    if (maxRefused == 0) {
      return false;
    }
    long limit = (long) maxRefused << hold.doublings();
    return refusedInARow >= Math.min(limit, Math.max(maxRefused, MAX_REFUSED_IN_A_ROW));
  }

  private FeederPausedException doubt(PendingUploads uploads, IngestResponse answer) {
    boolean release = !uploads.hasBegun() || hold.looks() >= PausedState.MAX_LOOKS_IN_VAIN;
    uploads.doubt(release);
    setAside.putBack();
    String why =
        "the ingest API took none of the last "
            + counters.refusedInARow.get()
            + " events, each posted alone, and answers "
            + answer.text()
            + (answer.error() == null ? "" : ", " + answer.error())
            + " (set SPARKPOST_HOST_INGEST; if these events are bad indeed, raise"
            + " feeder.max-refused)";
    hold.inDoubt(why);
    return new FeederPausedException(why, release);
  }

  private FeederPausedException held(String why) {
    hold.because(why);
    return new FeederPausedException(why);
  }

  private void log(PendingUploads uploads, IngestResponse answer) {
    int raw = uploads.head().rawLength();
    int gzipped = uploads.gzip().length;
    if (answer.batchId() != null) {
      LOG.info(
          "Uploaded {} bytes raw, {} bytes gzipped. SparkPost Ingest response: {}, results.id={}",
          raw,
          gzipped,
          answer.text(),
          logText.of(answer.batchId()));
    } else {
      LOG.info(
          "Uploaded {} bytes raw, {} bytes gzipped. SparkPost response: {}, errors[0]= {}",
          raw,
          gzipped,
          answer.text(),
          answer.error());
    }
  }

  private static String notFromTheApi(IngestResponse answer) {
    return "the answer " + answer.text() + " is not the ingest API's JSON; is a proxy in between?";
  }

  private static String cause(int status) {
    return switch (status) {
      case 401, 403 -> "the key may not do this; set SPARKPOST_API_KEY_INGEST";
      case 407 ->
          "a proxy wants user and password; set feeder.http.proxy, or HTTPS_PROXY in the"
              + " environment, to http://user:password@host:port";
      case 411 ->
          "a proxy in between takes no request with a body like this; set feeder.http.proxy or"
              + " SPARKPOST_HOST_INGEST";
      case 404, 405 -> "there is no ingest API; set SPARKPOST_HOST_INGEST";
      default -> "it does not take NDJSON in gzip; set SPARKPOST_HOST_INGEST";
    };
  }
}
