import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Writes the notices of the jars that an installation bundles: name, version, licence and source of
 * each, then the notices and the licences that the jars hold themselves. Run by the build, from
 * this file.
 *
 * <p>Arguments: the list of {@code dependency:list} with absolute file names; the table of licences
 * (group or group:artifact, SPDX expression and source, between bars); a folder with texts that a
 * jar lacks, named ARTIFACT.txt; the file to write.
 */
final class ThirdPartyNotices {
  private static final Pattern NOTICE = Pattern.compile("(?i)(META-INF/)?([^/]+/)*notice[^/]*");
  private static final Pattern LICENCE =
      Pattern.compile("(?i)(META-INF/)?([^/]+/)*(licen[sc]e|copying)[^/]*");
  private static final String RULE = "=".repeat(100) + "\n";

  /** What the table says of a group or an artifact. */
  private record Terms(String licence, String source) {}

  /** A bundled jar. */
  private record Jar(String group, String artifact, String version, Path file) {
    String fileName() {
      return file.getFileName().toString();
    }
  }

  private ThirdPartyNotices() {}

  public static void main(String[] args) throws IOException {
    List<Jar> jars = jars(Path.of(args[0]));
    Map<String, Terms> table = table(Path.of(args[1]));
    Path texts = Path.of(args[2]);
    StringBuilder out =
        new StringBuilder(
            "The jars in lib/ that are not ours, unchanged. Licences by their SPDX ids.\n\n");
    for (Jar jar : jars) {
      Terms terms = table.get(jar.group() + ":" + jar.artifact());
      if (terms == null) {
        terms = table.get(jar.group());
      }
      if (terms == null) {
        throw new IllegalStateException(
            jar.group() + ":" + jar.artifact() + " is bundled, but not in " + args[1]);
      }
      out.append(jar.fileName()).append('\n');
      out.append("  ").append(jar.group()).append(':').append(jar.artifact());
      out.append(' ').append(jar.version()).append('\n');
      out.append("  licence: ").append(terms.licence()).append('\n');
      out.append("  source: ").append(terms.source()).append("\n\n");
    }
    out.append(RULE).append("Notices\n").append(RULE).append('\n');
    append(out, texts(jars, NOTICE));
    out.append(RULE)
        .append("Licences; that of Apache-2.0 is in LICENSE\n")
        .append(RULE)
        .append('\n');
    Map<String, TreeSet<String>> licences = texts(jars, LICENCE);
    licences.keySet().removeIf(ThirdPartyNotices::isPlainApacheLicence);
    for (Jar jar : jars) {
      Path text = texts.resolve(jar.artifact() + ".txt");
      if (Files.exists(text)) {
        licences
            .computeIfAbsent(tidy(Files.readString(text)), key -> new TreeSet<>())
            .add(jar.fileName());
      }
    }
    append(out, licences);
    Files.writeString(Path.of(args[3]), out);
  }

  private static List<Jar> jars(Path list) throws IOException {
    Map<String, Jar> jars = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : Files.readAllLines(list)) {
      // group:artifact:jar[:classifier]:version:scope:/file -- module name
      String[] parts = line.strip().replaceFirst(" -- module .*", "").split(":");
      if (parts.length >= 6) {
        Jar jar =
            new Jar(parts[0], parts[1], parts[parts.length - 3], Path.of(parts[parts.length - 1]));
        jars.put(jar.fileName(), jar);
      }
    }
    if (jars.isEmpty()) {
      throw new IllegalStateException(list + " names no jar");
    }
    return List.copyOf(jars.values());
  }

  private static Map<String, Terms> table(Path file) throws IOException {
    Map<String, Terms> table = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] columns = line.split("\\|");
        table.put(columns[0].strip(), new Terms(columns[1].strip(), columns[2].strip()));
      }
    }
    return table;
  }

  /**
   * Texts in the jars whose entries are named like {@code name}, each with the jars that hold it.
   */
  private static Map<String, TreeSet<String>> texts(List<Jar> jars, Pattern name) {
    Map<String, TreeSet<String>> texts = new LinkedHashMap<>();
    for (Jar jar : jars) {
      try (ZipFile zip = new ZipFile(jar.file().toFile())) {
        List<ZipEntry> entries = new ArrayList<>(zip.stream().toList());
        for (ZipEntry entry : entries) {
          if (!entry.isDirectory()
              && !entry.getName().endsWith(".class")
              && name.matcher(entry.getName()).matches()) {
            String text =
                tidy(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            texts.computeIfAbsent(text, key -> new TreeSet<>()).add(jar.fileName());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(jar.file() + " cannot be read", e);
      }
    }
    return texts;
  }

  private static boolean isPlainApacheLicence(String text) {
    return text.stripLeading().startsWith("Apache License") && text.length() < 12_000;
  }

  private static String tidy(String text) {
    return text.lines().map(String::stripTrailing).reduce("", (a, b) -> a + b + "\n").strip()
        + "\n";
  }

  private static void append(StringBuilder out, Map<String, TreeSet<String>> texts) {
    texts.forEach(
        (text, jars) ->
            out.append(String.join(", ", jars)).append(":\n\n").append(text).append("\n" + RULE));
  }
}
