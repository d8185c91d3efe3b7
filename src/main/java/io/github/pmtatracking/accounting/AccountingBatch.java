package io.github.pmtatracking.accounting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a group of lines came to.
 *
 * @param headings the last heading line among them; null if there was none
 * @param attributes of the delivery records
 */
public record AccountingBatch(@Nullable ColumnLayout headings, List<AttributeRecord> attributes) {}
