package io.github.pmtatracking.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code aot}: class archives (CDS) of this installation for this Java. There is a large one for
 * the programs, and a small one for linktool, which would take longer to open the large one than to
 * run.
 */
@Command(
    name = "aot",
    description = {
      "Makes class archives in aot/ of the installation, so that programs start in half the time.",
      "An archive fits one Java, and the jars of lib/ as they are now: make it again after an"
          + " update of Java or of pmta-tracking. Jars in lib/ext/ may come and go."
    },
    footer = "Exit code: 0 made, 1 not made (the last line says why), 2 wrong usage.")
final class AotCommand implements Callable<Integer> {
  /** The launcher gives the path of the archives without "-NAME.jsa"; it contains the version. */
  private static final String PREFIX_PROPERTY = "pmta.aot";

  private static final int LINES_OF_A_FAILURE = 3;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() throws InterruptedException {
    String prefix = System.getProperty(PREFIX_PROPERTY);
    if (prefix == null) {
      return failed("start it as bin/pmta-tracking aot");
    }
    try {
      Path folder = Files.createDirectories(Path.of(prefix).resolveSibling(""));
      Path work = Files.createTempDirectory(folder, "making");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(work), "aot-end"));
      // a link first: the class list of the small archive must not contain the classes of the demo
      make(work, "linktool", prefix, "linktool", "encode");
      make(work, "flows", prefix, "demo");
      return 0;
    } catch (IOException e) {
      return failed(e.toString());
    }
  }

  /** Runs a command to learn which classes it loads, and makes an archive of them. */
  private void make(Path work, String name, String prefix, String... command)
      throws IOException, InterruptedException {
    // the demo starts the programs: each process writes a list of its own
    ProcessBuilder rehearsal = java(work, "-XX:+UseSerialGC");
    rehearsal.command().add("-Dpmta.home=" + System.getProperty("pmta.home", ""));
    rehearsal.command().add("io.github.pmtatracking.PmtaTracking");
    rehearsal.command().addAll(List.of(command));
    rehearsal
        .environment()
        .put("JAVA_TOOL_OPTIONS", "-XX:DumpLoadedClassList=" + work.resolve("%p.classes"));
    run(rehearsal, work);
    Path all = work.resolve("all");
    Files.write(all, classes(work));
    Path made = work.resolve("archive");
    run(
        java(
            work,
            "-Xshare:dump",
            // only with G1 an archive can hold objects, too; each collector can read them
            "-XX:+UseG1GC",
            "-XX:SharedClassListFile=" + all,
            "-XX:SharedArchiveFile=" + made),
        work);
    Path archive = Path.of(prefix + "-" + name + ".jsa");
    Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
    out(archive.toString());
  }

  /**
   * One list of the lists of all processes. The numbers of classes in a list are those of one
   * process, so they are left out, and so are classes of other class loaders, which need them.
   */
  private static Set<String> classes(Path work) throws IOException {
    Set<String> classes = new LinkedHashSet<>();
    try (Stream<Path> files = Files.list(work)) {
      for (Path list : files.filter(f -> f.toString().endsWith(".classes")).sorted().toList()) {
        for (String line : Files.readAllLines(list)) {
          if (!line.contains(" source: ")) {
            classes.add(line.replaceFirst(" id: \\d+$", ""));
          }
        }
      }
    }
    return classes;
  }

  private static ProcessBuilder java(Path work, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(work.resolve("log").toFile());
    builder.environment().put("CLASSPATH", classPath());
    return builder;
  }

  /**
   * Without the jars of lib/ext/: an archive is used only while its class path is the first part.
   */
  private static String classPath() {
    List<String> jars = new ArrayList<>();
    for (String jar : System.getProperty("java.class.path").split(":")) {
      if (!Path.of(jar).resolveSibling("").endsWith(Path.of("lib", "ext"))) {
        jars.add(jar);
      }
    }
    return String.join(":", jars);
  }

  private static void run(ProcessBuilder command, Path work)
      throws IOException, InterruptedException {
    Process process = command.start();
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      List<String> lines = Files.readAllLines(work.resolve("log"));
      throw new IOException(
          String.join(
              "; ", lines.subList(Math.max(0, lines.size() - LINES_OF_A_FAILURE), lines.size())));
    }
  }

  private void out(String line) {
    if (spec != null) {
      spec.commandLine().getOut().println(line);
      spec.commandLine().getOut().flush();
    }
  }

  private int failed(String reason) {
    if (spec != null) {
      spec.commandLine()
          .getErr()
          .println(
              "pmta-tracking aot: no class archive was made; the programs work without it, and"
                  + " start more slowly: "
                  + reason);
      spec.commandLine().getErr().flush();
    }
    return 1;
  }

  private static void delete(Path work) {
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(work);
    } catch (IOException e) {
      System.err.println("pmta-tracking aot: please delete " + work + ": " + e);
    }
  }
}
