package io.github.pmtatracking.logging;

/**
 * A thread that nobody waits for, so that its log lines may wait for room instead of being dropped
 * when they come faster than they are written. Only a log that stands still drops them too.
 */
public final class PatientThread extends Thread {

  /** A daemon that does the work and bears the name. */
  public PatientThread(Runnable work, String name) {
    super(work, name);
    setDaemon(true);
  }
}
