package io.github.pmtatracking.wrapper.html;

/**
 * The kinds of tracking that are added to HTML.
 *
 * @param open a pixel at the end
 * @param initialOpen a pixel at the start
 * @param click links that lead to the tracker
 */
public record TrackingKinds(boolean open, boolean initialOpen, boolean click) {}
