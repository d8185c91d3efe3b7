/**
 * The side towards clients: listens, keeps sessions, and executes each SMTP command (RFC 5321).
 * SubEtha SMTP accepts connections and dispatches commands.
 */
@NullMarked
package io.github.pmtatracking.component.smtpproxy.server;

import org.jspecify.annotations.NullMarked;
