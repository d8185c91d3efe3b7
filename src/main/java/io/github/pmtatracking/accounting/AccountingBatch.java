package io.github.pmtatracking.accounting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of parsing a group of lines.
 *
 * @param headings the columns of the last heading line among them; null if there is none, or if it
 *     is not to be saved
 * @param attributes of the delivery records
 */
public record AccountingBatch(@Nullable ColumnLayout headings, List<AttributeRecord> attributes) {}
