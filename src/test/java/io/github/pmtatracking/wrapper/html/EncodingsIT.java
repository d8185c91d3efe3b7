package io.github.pmtatracking.wrapper.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The encodings of links, held to the TextDecoder of a browser (Chromium). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncodingsIT {
  private static final int SECONDS = 180;

  /** Chromium shows these two characters of the standard as one that does not exist. */
  private static final Set<String> FAULTS_OF_CHROMIUM =
      Set.of("big5 8862", "big5 8864", "big5 88a3", "big5 88a5");

  @TempDir private static Path folder;

  /** Lines {@code label LABEL NAME} and {@code LABEL BYTES CODEPOINTS}, in lower case. */
  private List<String> said = List.of();

  @BeforeAll
  void askTheBrowser() throws Exception {
    Path page = Files.createTempFile("encodings", ".html");
    try (var in = EncodingsIT.class.getResourceAsStream("encodings.html")) {
      String labels =
          resource("encodings.txt").stream()
              .flatMap(line -> List.of(line.split(" ")).stream().skip(1))
              .map(label -> '"' + label + '"')
              .collect(Collectors.joining(","));
      Files.writeString(
          page, new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("LABELS", labels));
      said = dump(page);
    } finally {
      Files.delete(page);
    }
  }

  private List<String> dump(Path page) throws Exception {
    Process browser =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.resolve("browser"),
                "--dump-dom",
                page.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    CompletableFuture<List<String>> lines =
        CompletableFuture.supplyAsync(
            () ->
                new BufferedReader(
                        new InputStreamReader(browser.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .toList());
    assertTrue(browser.waitFor(SECONDS, TimeUnit.SECONDS), "chromium has not ended");
    return lines.get(SECONDS, TimeUnit.SECONDS).stream()
        .map(line -> line.replaceFirst("^.*<pre id=\"out\">", "").replaceFirst("</pre>.*$", ""))
        .filter(line -> line.startsWith("label ") || line.matches("\\S+ ([0-9a-f]{2})+ \\S+"))
        .toList();
  }

  private static List<String> resource(String name) throws IOException {
    try (var in = Encodings.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void eachLabelNamesTheEncodingThatTheBrowserUses() {
    Map<String, String> wrong = new TreeMap<>();
    int labels = 0;
    for (String line : said) {
      String[] words = line.split(" ");
      if (words[0].equals("label")) {
        labels++;
        String name = String.valueOf(Encodings.name(words[1]));
        // A page cannot make a decoder of "replacement".
        String expected = words[2].equals("-") ? "replacement" : words[2];
        if (!name.equalsIgnoreCase(expected)) {
          wrong.put(words[1], name + ", browser " + words[2]);
        }
      }
    }
    assertEquals(Map.of(), wrong);
    assertEquals(228, labels);
  }

  @Test
  void eachSequenceOfBytesIsReadAsTheBrowserReadsIt() {
    Map<String, String> wrong = new TreeMap<>();
    int sequences = 0;
    for (String line : said) {
      String[] words = line.split(" ");
      if (words[0].equals("label") || FAULTS_OF_CHROMIUM.contains(words[0] + " " + words[1])) {
        continue;
      }
      sequences++;
      String ours = ours(words[0], HexFormat.of().parseHex(words[1]));
      if (!ours.equals(words[2])) {
        wrong.put(words[0] + " " + words[1], ours + ", browser " + words[2]);
      }
    }
    assertEquals(Map.of(), wrong);
    assertTrue(sequences > 190_000, sequences + " sequences");
  }

  private static String ours(String label, byte[] bytes) {
    TextDecoding decoding =
        label.equals("iso-2022-jp")
            ? TextDecoding.of(Encodings.JAVA_ISO_2022_JP)
            : Encodings.supersetOfAscii(label);
    @Nullable String text = decoding == null ? null : decoding.decode(bytes, 0, bytes.length);
    return text == null
        ? "-"
        : text.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining(","));
  }
}
