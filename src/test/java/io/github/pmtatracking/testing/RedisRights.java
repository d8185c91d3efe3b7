package io.github.pmtatracking.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The user of Redis that docs/redis.md shows, with the rights that stand there. */
public final class RedisRights {
  private static final String NAME = "pmta-tracking";
  private static final String START = "user " + NAME + " on >PASSWORD ";

  private RedisRights() {}

  /** redis-server's arguments for that user, whose password is {@code s3cret}. */
  public static String[] ofTheManual() throws IOException {
    String line =
        Files.readAllLines(Path.of("docs/redis.md")).stream()
            .filter(text -> text.startsWith(START))
            .findFirst()
            .orElseThrow();
    List<String> arguments = new ArrayList<>(List.of("--user", NAME, "on", ">s3cret"));
    arguments.addAll(List.of(line.substring(START.length()).split(" ")));
    return arguments.toArray(String[]::new);
  }

  /** The address of a server for that user. */
  public static String url(String hostPort) {
    return "redis://" + NAME + ":s3cret@" + hostPort;
  }
}
