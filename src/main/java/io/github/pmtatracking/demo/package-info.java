/**
 * The demo: the whole chain on one machine, from a mail to an event. It starts the programs as
 * processes and has stand-ins for the world outside: {@link
 * io.github.pmtatracking.demo.PowerMtaStub} for PowerMTA, {@link
 * io.github.pmtatracking.demo.SmtpSink} for a mail server, and {@link
 * io.github.pmtatracking.demo.IngestApi} for the ingest API. Only the commands {@code demo} and
 * {@code aot} and the tests use this package; no other program does.
 */
@NullMarked
package io.github.pmtatracking.demo;

import org.jspecify.annotations.NullMarked;
