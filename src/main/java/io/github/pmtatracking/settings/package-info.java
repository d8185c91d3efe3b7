/**
 * The settings: {@link io.github.pmtatracking.settings.Settings} reads the defaults ({@code
 * defaults.properties}), a file ({@code etc/pmta-tracking.properties}), the options of Java, the
 * environment and the command line, once. Later places win. Each program has an {@code *Options}
 * record, such as {@code TrackerOptions}, which takes its settings from there and checks them
 * before the program starts.
 */
@NullMarked
package io.github.pmtatracking.settings;

import org.jspecify.annotations.NullMarked;
