/**
 * TLS, time-outs of writes, transcripts, and the values that both sides of the proxy read from
 * their options: addresses, networks, sizes.
 */
@NullMarked
package io.github.pmtatracking.component.smtpproxy.net;

import org.jspecify.annotations.NullMarked;
