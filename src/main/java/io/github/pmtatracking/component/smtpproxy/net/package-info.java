/**
 * Parts that both sides of the proxy use: TLS, certificates and keys in PEM files, time-outs of
 * writes, and transcripts. The parsers of addresses, networks and sizes in options are in {@link
 * io.github.pmtatracking.text}.
 */
@NullMarked
package io.github.pmtatracking.component.smtpproxy.net;

import org.jspecify.annotations.NullMarked;
