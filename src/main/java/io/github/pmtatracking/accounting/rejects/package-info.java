/**
 * The rejects file: accounting lines that cannot be used, with the reason. {@link
 * io.github.pmtatracking.accounting.rejects.RejectsWriter} adds them; {@link
 * io.github.pmtatracking.accounting.rejects.RejectsFile} lists, replays and drops them; both lock
 * the file. See docs/formats.md, "Rejects file".
 */
@NullMarked
package io.github.pmtatracking.accounting.rejects;

import org.jspecify.annotations.NullMarked;
