/**
 * The side towards the upstream server: connects, sends commands and messages, reads replies (RFC
 * 5321, RFC 3207).
 */
@NullMarked
package io.github.pmtatracking.component.smtpproxy.upstream;

import org.jspecify.annotations.NullMarked;
