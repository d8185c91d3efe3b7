/**
 * The Camel component {@code smtp-proxy:}, a transparent SMTP proxy. It passes each command of a
 * client to an upstream server at once, gives each message to a route at the end of DATA, and
 * replies to the client with upstream's reply. It contains nothing about tracking and can be used
 * in any route.
 *
 * <p>SubEtha SMTP listens, keeps the sessions and dispatches commands. The commands themselves and
 * the client towards upstream are written here.
 */
@NullMarked
package io.github.pmtatracking.component.smtpproxy;

import org.jspecify.annotations.NullMarked;
