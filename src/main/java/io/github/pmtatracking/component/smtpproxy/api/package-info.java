/**
 * Types that a route, its beans and the server code share: envelopes, copies of a message, replies,
 * and the interfaces that a user of the component can implement.
 */
@NullMarked
package io.github.pmtatracking.component.smtpproxy.api;

import org.jspecify.annotations.NullMarked;
