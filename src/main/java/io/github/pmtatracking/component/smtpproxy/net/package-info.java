/**
 * Parts that both sides of the proxy use: TLS, time-outs of writes, transcripts, and the parsers of
 * addresses, networks and sizes in options.
 */
@NullMarked
package io.github.pmtatracking.component.smtpproxy.net;

import org.jspecify.annotations.NullMarked;
