/**
 * The promises against the world: real processes of ours, a real redis-server, signals and sockets.
 * Each fault is written once, as a class that causes it under load and counts what became of every
 * event; {@link io.github.pmtatracking.faults.FaultsIT} runs it a few times, {@link
 * io.github.pmtatracking.faults.FaultTable} often and at random.
 */
package io.github.pmtatracking.faults;
