package io.github.pmtatracking.feeder;

/** A batch that the API took and that failed, as a whole or in part. */
public record FailedBatch(DueVerdict asked, BatchVerdict verdict) {}
