/**
 * From PowerMTA's accounting records to what Redis remembers of each message: CSV is read, delivery
 * records become attributes under {@code msgID_<message id>} with an expiry, what Redis cannot take
 * waits in the spool, what cannot be used goes to the rejects file. See docs/formats.md,
 * "Accounting records" and "Message attributes".
 */
@NullMarked
package io.github.pmtatracking.accounting;

import org.jspecify.annotations.NullMarked;
