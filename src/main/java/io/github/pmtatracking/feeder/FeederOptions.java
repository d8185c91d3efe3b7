package io.github.pmtatracking.feeder;

import java.time.Duration;

/**
 * What an operator can set about the feeder, besides where things are.
 *
 * @param maxUploadBytes most bytes of one POST before compression; the API takes 5 MB
 *     (docs/formats.md, "Ingest request")
 * @param gzipLevel 1 (quick) to 9 (small)
 * @param maxEventAge older events are set aside; the API takes 24 hours
 * @param maxRefused after so many events that the API refused alone, and none that it took, nothing
 *     is set aside any more; 0 for no such limit
 * @param maxRetryAfter most that the API's {@code Retry-After} is waited for
 * @param verdictDelay how long after an upload its verdict is asked for; zero for never
 * @param verdictMaxAge how long after an upload its verdict is asked for in vain before it is given
 *     up
 * @param verdictKeepBytes most bytes of uploads kept for their verdict
 */
public record FeederOptions(
    int maxUploadBytes,
    int gzipLevel,
    Duration maxEventAge,
    int maxRefused,
    Duration maxRetryAfter,
    Duration verdictDelay,
    Duration verdictMaxAge,
    long verdictKeepBytes) {}
