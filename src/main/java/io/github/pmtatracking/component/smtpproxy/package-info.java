/**
 * The Camel component {@code smtp-proxy:}, a transparent SMTP proxy: it takes mail in step with an
 * upstream server, gives each message to a route at the end of DATA, and answers the client with
 * what upstream said. It knows nothing of tracking and can be used from any route.
 *
 * <p>SubEtha SMTP listens, keeps the sessions and dispatches commands; every command is ours, and
 * so is the client towards upstream.
 */
@NullMarked
package io.github.pmtatracking.component.smtpproxy;

import org.jspecify.annotations.NullMarked;
