/**
 * The bytes of a message between the end of DATA and its delivery: in memory, with a limit for all
 * messages together, or in a temporary file.
 */
@NullMarked
package io.github.pmtatracking.component.smtpproxy.message;

import org.jspecify.annotations.NullMarked;
