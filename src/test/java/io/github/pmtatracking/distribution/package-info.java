/** What is handed to operators: the tar.gz, and the software of others in it. */
package io.github.pmtatracking.distribution;
