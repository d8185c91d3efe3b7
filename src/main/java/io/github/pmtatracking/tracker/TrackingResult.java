package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.TrackingEvent;
import org.jspecify.annotations.Nullable;

/**
 * A reader's request, understood.
 *
 * @param answer what the reader gets in any case
 * @param event what is to be remembered of it, or {@code null} if it is no event
 */
public record TrackingResult(TrackerResponse answer, @Nullable TrackingEvent event) {}
