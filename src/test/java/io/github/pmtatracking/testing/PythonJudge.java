package io.github.pmtatracking.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A script that knows mail and HTML only through Python's own modules. */
public final class PythonJudge {
  private PythonJudge() {}

  /**
   * What the script says.
   *
   * @param exitCode 0 if nothing is wrong
   * @param text what is wrong, a line each, and then how much was looked at
   */
  public record Verdict(int exitCode, String text) {}

  /**
   * Judges rewritten mails.
   *
   * @param folder holds NAME.before, NAME.after and NAME.id for each
   * @param tracker the base of the links
   * @param recipient whom all links are for
   */
  public static Verdict judge(Path folder, String tracker, String recipient)
      throws IOException, InterruptedException {
    Process judge =
        new ProcessBuilder(
                "python3",
                Path.of("src/test/resources/wrapper/judge.py").toString(),
                folder.toString(),
                tracker,
                recipient)
            .redirectErrorStream(true)
            .start();
    String text = new String(judge.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Verdict(judge.waitFor(), text);
  }
}
