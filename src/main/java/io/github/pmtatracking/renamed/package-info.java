/**
 * Names that an earlier version had: of settings, of beans and methods in route files, of classes,
 * and of log fields. A start with an old name ends with one line that gives the new one. Knows the
 * text of settings files and route files only, not their meaning.
 */
@NullMarked
package io.github.pmtatracking.renamed;

import org.jspecify.annotations.NullMarked;
