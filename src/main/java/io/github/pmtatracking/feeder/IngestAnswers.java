package io.github.pmtatracking.feeder;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by the API's answer to a POST what becomes of its events (the table of FACTS.md 4): they
 * are taken, posted in two halves, set aside, tried again later, or everything is held back.
 * Thread-safe; the uploads are the calling thread's.
 */
public final class IngestAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(IngestAnswers.class);

  private final SetAside setAside;
  private final Verdicts verdicts;
  private final Hold hold;
  private final FeederCounters counters;
  private final InstantSource clock;

  IngestAnswers(
      SetAside setAside,
      Verdicts verdicts,
      Hold hold,
      FeederCounters counters,
      InstantSource clock) {
    this.setAside = setAside;
    this.verdicts = verdicts;
    this.hold = hold;
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * Judges the answer to the POST of the uploads' head, which is gone from them afterwards, or
   * halved, or still there when this throws.
   *
   * @param status HTTP status code
   * @param reason the words after it, or null
   * @param retryAfter the header of that name, or null
   * @param body the answer's text, or null
   * @throws TryAgainException when the same events may pass later
   * @throws HeldBackException when no event can pass until the configuration is put right
   */
  public void judge(
      Uploads uploads,
      int status,
      @Nullable String reason,
      @Nullable String retryAfter,
      @Nullable String body)
      throws TryAgainException, HeldBackException {
    ApiAnswer answer = ApiAnswer.of(status, reason, body);
    log(uploads, answer);
    if (status >= 200 && status < 300 && answer.batchId() != null) {
      taken(uploads, answer.batchId());
      return;
    }
    switch (status) {
      case 413 -> divide(uploads, answer);
      case 400, 422 -> {
        if (answer.error() == null) {
          throw new TryAgainException(notFromTheApi(answer), null);
        }
        divide(uploads, answer);
      }
      case 401, 403, 404, 405, 415 -> {
        String why = "the ingest API answers " + answer.text() + " (" + cause(status) + ")";
        hold.because(why);
        throw new HeldBackException(why);
      }
      case 429 ->
          throw new TryAgainException(
              "the ingest API asks to wait (" + answer.text() + ")",
              RetryAfter.parse(retryAfter, clock.instant()));
      default ->
          throw new TryAgainException(
              answer.batchId() == null && answer.error() == null
                  ? notFromTheApi(answer)
                  : "the ingest API has trouble (" + answer.text() + ")",
              RetryAfter.parse(retryAfter, clock.instant()));
    }
  }

  private void taken(Uploads uploads, String batchId) {
    Upload head = uploads.head();
    byte[] gzipped = uploads.gzip();
    doneWithHead(uploads);
    verdicts.expect(batchId, gzipped);
    counters.uploads.increment();
    counters.failuresInARow.set(0);
    counters.eventsTaken.add(head.size());
    hold.over();
  }

  private void divide(Uploads uploads, ApiAnswer answer) {
    Upload head = uploads.head();
    if (head.size() > 1) {
      uploads.halveHead();
      return;
    }
    String detail = answer.text() + (answer.error() == null ? "" : ", " + answer.error());
    uploads.bad().add(head.setAside(DeadLetter.REFUSED, detail, clock.instant()));
    doneWithHead(uploads);
  }

  /** Nothing is set aside before the end, since a batch that is taken over begins anew. */
  private void doneWithHead(Uploads uploads) {
    if (uploads.isAtLast()) {
      setAside.all(uploads.bad());
    }
    uploads.removeHead();
  }

  private static void log(Uploads uploads, ApiAnswer answer) {
    int raw = uploads.head().rawLength();
    int gzipped = uploads.gzip().length;
    if (answer.batchId() != null) {
      LOG.info(
          "Uploaded {} bytes raw, {} bytes gzipped. SparkPost Ingest response: {}, results.id={}",
          raw,
          gzipped,
          answer.text(),
          answer.batchId());
    } else {
      LOG.info(
          "Uploaded {} bytes raw, {} bytes gzipped. SparkPost response: {}, errors[0]= {}",
          raw,
          gzipped,
          answer.text(),
          answer.error());
    }
  }

  private static String notFromTheApi(ApiAnswer answer) {
    return "the answer " + answer.text() + " is not the ingest API's JSON; is a proxy in between?";
  }

  private static String cause(int status) {
    return switch (status) {
      case 401, 403 -> "the key may not do this; set SPARKPOST_API_KEY_INGEST";
      case 404, 405 -> "there is no ingest API; set SPARKPOST_HOST_INGEST";
      default -> "it does not take NDJSON in gzip; set SPARKPOST_HOST_INGEST";
    };
  }
}
