/**
 * The public types of the component: options, envelopes, copies of a message, replies, and the
 * interfaces that a user of the component may implement. Code outside of the component uses only
 * this package and {@code SmtpProxyComponent} and {@code SmtpProxyConstants}.
 */
@NullMarked
package io.github.pmtatracking.component.smtpproxy.api;

import org.jspecify.annotations.NullMarked;
