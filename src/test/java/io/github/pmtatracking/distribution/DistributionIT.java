package io.github.pmtatracking.distribution;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.MarkdownLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tar.gz as an operator unpacks it. */
class DistributionIT {
  private static final Pattern BUNDLED = Pattern.compile("(?m)^(\\S+\\.jar)\n  (\\S+) (\\S+)\n");

  @TempDir private static Path folder;
  private static Path home;

  @BeforeAll
  static void unpack() {
    Path archive = Installation.home().getParent().resolveSibling(name() + ".tar.gz");

    Installation.Outcome outcome =
        Installation.run(Map.of(), "/bin/tar", "-xzf", archive.toString(), "-C", folder.toString());

    assertEquals(0, outcome.exitCode(), outcome.err());
    home = folder.resolve(name());
  }

  private static String name() {
    return Installation.home().getFileName().toString();
  }

  @Test
  void theNoticesNameEveryJarAndNoOther() throws IOException {
    String notices = Files.readString(home.resolve("THIRD-PARTY-NOTICES.txt"));

    Set<String> named = new TreeSet<>();
    Matcher entry = BUNDLED.matcher(notices);
    while (entry.find()) {
      assertTrue(entry.group(1).contains(entry.group(3)), entry.group());
      assertTrue(notices.startsWith("  licence: ", entry.end()), entry.group());
      named.add(entry.group(1));
    }
    assertEquals(foreignJars(), named);
  }

  @Test
  void theNoticesCarryWhatTheLicencesAskFor() throws IOException {
    String notices = Files.readString(home.resolve("THIRD-PARTY-NOTICES.txt"));

    for (String wanted :
        List.of(
            // Apache-2.0 4(d): notices of Netty and of Camel
            "The Netty Project",
            "the Apache Camel distribution",
            // EPL-2.0 3.1: where the source is
            "jakarta.servlet-api-6.1.0.jar\n"
                + "  jakarta.servlet:jakarta.servlet-api 6.1.0\n"
                + "  licence: EPL-2.0 OR GPL-2.0-with-classpath-exception\n"
                + "  source: https://github.com/jakartaee/servlet\n",
            "Eclipse Public License - v 2.0",
            // BSD with binaries: redis-server, HdrHistogram, angus-mail
            "Copyright (c) 2006-2020, Salvatore Sanfilippo",
            "Redistributions in binary form must reproduce the above copyright notice",
            "HdrHistogram-2.2.2.jar:",
            // MIT
            "jsoup-1.24.1.jar:",
            "slf4j-api-2.0.17.jar:")) {
      assertTrue(notices.contains(wanted), wanted);
    }
    assertTrue(Files.readString(home.resolve("LICENSE")).contains("Apache License"));
    assertTrue(Files.readString(home.resolve("NOTICE")).contains("THIRD-PARTY-NOTICES.txt"));
  }

  @Test
  void theSbomListsTheJarsWithTheLicencesOfTheNotices() throws IOException {
    Path sbom = home.resolve("bom.json");
    assertTrue(Files.exists(sbom), "bom.json is missing: Maven makes it online only");
    String notices = Files.readString(home.resolve("THIRD-PARTY-NOTICES.txt"));

    Map<String, Set<String>> listed = new TreeMap<>();
    for (JsonNode component : new ObjectMapper().readTree(sbom.toFile()).get("components")) {
      Set<String> licences = new TreeSet<>();
      component.path("licenses").forEach(each -> licences.add(each.at("/license/id").asText()));
      listed
          .computeIfAbsent(
              component.get("group").asText()
                  + ":"
                  + component.get("name").asText()
                  + " "
                  + component.get("version").asText(),
              key -> new TreeSet<>())
          .addAll(licences);
    }
    Map<String, Set<String>> told = new TreeMap<>();
    Matcher entry =
        Pattern.compile("(?m)^\\S+\\.jar\n  (\\S+ \\S+)\n  licence: (.*)$").matcher(notices);
    while (entry.find()) {
      told.put(entry.group(1), new TreeSet<>(List.of(entry.group(2).split(" OR "))));
    }
    assertEquals(listed, told);
  }

  @Test
  void everyLinkOfAPageLeadsToAFile() throws IOException {
    assertEquals(List.of(), MarkdownLinks.dead(pages()));
    assertTrue(pages().size() > 15, pages().toString());
  }

  @Test
  void libExtIsThereForJarsOfTheOperatorAndTheFilesOfJavaOptionsAre() {
    assertTrue(Files.isDirectory(home.resolve("lib/ext")));
    for (String program : List.of("acct_etl", "tracker", "feeder", "wrapper", "run", "tools")) {
      assertTrue(Files.isRegularFile(home.resolve("etc/jvm/" + program + ".options")), program);
    }
  }

  @Test
  void theReadmeSpeaksOfTheInstallationAlone() throws IOException {
    String readme = Files.readString(home.resolve("README.md"));

    for (String ofACheckout : List.of("bin/verify", "bin/bench", "mvn", "src/main", "checkout")) {
      assertFalse(readme.contains(ofACheckout), ofACheckout);
    }
    Matcher command = Pattern.compile("bin/[a-z_-]+").matcher(readme);
    while (command.find()) {
      assertTrue(Files.isExecutable(home.resolve(command.group())), command.group());
    }
  }

  /** All but how it is built and where the sources of the routes lie. */
  @Test
  void theReadmeSaysWhatThatOfTheCheckoutSays() throws IOException {
    String installed = Files.readString(home.resolve("README.md"));
    String checkout = Files.readString(Path.of("README.md"));

    assertEquals(before(checkout, "bin/verify"), before(installed, "```\n\n`bin/demo` needs"));
    for (String section : List.of("The programs", "Try one program", "Watch it")) {
      assertEquals(section(checkout, section), section(installed, section));
    }
    assertEquals(
        section(checkout, "Install").replaceFirst("(?s)^.*?\n2\\. ", ""),
        section(installed, "Install").replaceFirst("(?s)^.*?\n2\\. ", ""));
  }

  private static String section(String page, String heading) {
    String start = "\n## " + heading + "\n";
    assertTrue(page.contains(start), heading);
    return before(page.substring(page.indexOf(start) + start.length()), "\n## ");
  }

  private static String before(String text, String end) {
    assertTrue(text.contains(end), end);
    return text.substring(0, text.indexOf(end));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static Set<String> foreignJars() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".jar") && !file.startsWith("pmta-tracking-"))
          .collect(toCollection(TreeSet::new));
    }
  }
}
