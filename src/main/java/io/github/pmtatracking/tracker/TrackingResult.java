package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.TrackingEvent;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a request.
 *
 * @param response the client gets it in any case
 * @param event to be stored; {@code null} if the request is no event
 */
public record TrackingResult(TrackerResponse response, @Nullable TrackingEvent event) {}
