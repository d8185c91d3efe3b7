package io.github.pmtatracking.component.lines;

import java.util.List;

/**
 * Lines that arrived together, all of one source.
 *
 * @param source as in {@link LinesConstants#SOURCE}
 * @param first number of the first line, from 1
 * @param percent as in {@link LinesConstants#PERCENT}
 * @param truncated as in {@link LinesConstants#TRUNCATED}
 */
record LineGroup(List<String> lines, String source, long first, int percent, boolean truncated) {}
