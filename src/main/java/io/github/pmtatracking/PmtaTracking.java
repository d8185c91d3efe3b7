package io.github.pmtatracking;

import io.github.pmtatracking.command.Commands;

/** The main class of every command; the first argument is the command's name. */
public final class PmtaTracking {
  private PmtaTracking() {}

  public static void main(String[] args) {
    System.exit(Commands.execute(args));
  }
}
