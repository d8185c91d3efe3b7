/**
 * Loads PowerMTA's accounting records into Redis. {@link
 * io.github.pmtatracking.accounting.AccountingRecords} parses lines of CSV: a delivery record
 * becomes an attribute record under {@code msgID_<message id>}, a line that cannot be used goes to
 * the rejects file ({@link io.github.pmtatracking.accounting.rejects.RejectsWriter}). {@link
 * io.github.pmtatracking.accounting.AttributeStore} writes attribute records to Redis, or to the
 * spool while Redis is unavailable; {@link io.github.pmtatracking.accounting.SpoolDrain} moves them
 * from the spool to Redis. See docs/formats.md, "Accounting records" and "Message attributes".
 */
@NullMarked
package io.github.pmtatracking.accounting;

import org.jspecify.annotations.NullMarked;
