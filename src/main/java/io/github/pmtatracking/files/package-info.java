/**
 * Files on local disk: {@link io.github.pmtatracking.files.PrivateFiles} makes files that other
 * users cannot read, since they can contain addresses of recipients, and {@link
 * io.github.pmtatracking.files.FileLockHolder} holds a lock on a file for one process.
 */
@NullMarked
package io.github.pmtatracking.files;

import org.jspecify.annotations.NullMarked;
