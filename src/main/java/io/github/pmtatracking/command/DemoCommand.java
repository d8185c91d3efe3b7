package io.github.pmtatracking.command;

import io.github.pmtatracking.demo.Demo;
import io.github.pmtatracking.settings.InstallationDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: the whole chain, once. */
@Command(
    name = "demo",
    description =
        "Runs the whole chain on this machine, from a mail that goes in to the events that come"
            + " out")
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = {"-stay", "--stay"},
      description = "Keep it running, and print what you can try")
  private boolean stay;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("pmta-tracking-demo");
    Path example = InstallationDirectory.resolve(Path.of("example.eml"));
    Demo demo = new Demo(folder, example, System.out);
    // Ctrl-C ends -stay; the started programs must not outlive this process
    AtomicBoolean failed = new AtomicBoolean();
    Thread atExit =
        new Thread(
            () -> {
              demo.close();
              if (!failed.get()) {
                delete(folder);
              }
            },
            "demo-end");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      demo.run(stay);
      return 0;
    } catch (Exception e) {
      failed.set(true);
      System.out.println("FAILED: " + (e.getMessage() == null ? e : e.getMessage()));
      System.out.println("The logs are in " + folder);
      return 1;
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.out.println(folder + " stays: " + e);
    }
  }
}
