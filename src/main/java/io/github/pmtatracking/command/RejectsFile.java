package io.github.pmtatracking.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.accounting.AccountingRecords;
import io.github.pmtatracking.accounting.RejectsLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The accounting lines that could not be used: one JSON object a line with time, reason, source,
 * line, headings and entry. While some of them are played again, the file is named {@code
 * <file>.replaying}, and acct_etl begins a new one; what a crash leaves is found there by the next
 * replay. Loading a record twice changes nothing, so a repeated replay does no harm. One command at
 * a time may change it.
 */
final class RejectsFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TORN =
      "torn line: only its beginning was written, so it cannot be played again; show it, drop it";
  private static final Pattern TORN_TIME = Pattern.compile("\\{\"time\":\"([^\"]+)\"");

  private final Path file;
  private final Path replaying;
  private final RejectsLock lock;

  RejectsFile(Path file) {
    this.file = file;
    this.lock = new RejectsLock(file);
    this.replaying = file.resolveSibling(file.getFileName() + ".replaying");
  }

  /**
   * One line of the file.
   *
   * @param id from the line's own octets; names it
   * @param json the line as it is
   */
  record Reject(
      String id, Instant time, String reason, String headings, String entry, String json) {
    static Reject of(String json) {
      JsonNode node;
      try {
        node = JSON.readTree(json);
      } catch (JsonProcessingException e) {
        Matcher time = TORN_TIME.matcher(json);
        node = JSON.createObjectNode().put("time", time.lookingAt() ? time.group(1) : "");
      }
      Instant time;
      try {
        time = Instant.parse(node.path("time").asText());
      } catch (DateTimeException e) {
        time = Instant.EPOCH;
      }
      return new Reject(
          "r" + digest(json),
          time,
          node.path("reason").asText(TORN),
          node.path("headings").asText(),
          node.path("entry").asText(),
          json);
    }

    /** Whether only its beginning was written; then there is nothing to play again. */
    boolean isTorn() {
      return reason.equals(TORN);
    }

    /**
     * Whether there is all of it. What came with half a line would overwrite what the back-fill has
     * loaded of the whole one.
     */
    boolean isWhole() {
      return !entry.isEmpty() && !reason.equals(AccountingRecords.NOT_FINISHED);
    }
  }

  /** What acct_etl does with a file; the exit code. */
  interface Loader {
    int load(Path csv);
  }

  /** All lines; none when there is no file. */
  List<Reject> read() throws IOException {
    Set<String> lines = new LinkedHashSet<>(lines(replaying));
    lines.addAll(lines(file));
    return lines.stream().map(Reject::of).toList();
  }

  /**
   * Removes the lines that are chosen.
   *
   * @return how many
   */
  int drop(Predicate<Reject> chosen) throws IOException {
    return remove(chosen, rejects -> true);
  }

  /**
   * Has the chosen lines that are whole loaded once more and removes them; a line that is refused
   * again comes back as a new one.
   *
   * @return how many; -1 when the loader failed, then all stay
   */
  int replay(Predicate<Reject> chosen, Loader loader) throws IOException {
    return remove(
        reject -> chosen.test(reject) && reject.isWhole(), rejects -> load(rejects, loader));
  }

  private interface Step {
    boolean done(List<Reject> rejects) throws IOException;
  }

  private int remove(Predicate<Reject> chosen, Step step) throws IOException {
    if (!Files.exists(file) && !Files.exists(replaying)) {
      return 0;
    }
    try (RejectsLock.Held held = lock.deciding()) {
      if (held == null) {
        throw new IOException(
            "another deadletter command works on " + file + "; try again after it");
      }
      return removeAlone(chosen, step);
    }
  }

  private int removeAlone(Predicate<Reject> chosen, Step step) throws IOException {
    setApart();
    List<Reject> going = new ArrayList<>();
    List<String> staying = new ArrayList<>();
    for (String line : lines(replaying)) {
      Reject reject = Reject.of(line);
      if (chosen.test(reject)) {
        going.add(reject);
      } else {
        staying.add(line);
      }
    }
    boolean done = going.isEmpty() || step.done(going);
    if (!done) {
      return -1;
    }
    try (RejectsLock.Held held = lock.taking()) {
      staying.removeAll(new HashSet<>(lines(file)));
      append(file, staying);
    }
    Files.deleteIfExists(replaying);
    return going.size();
  }

  /** Takes the file away from acct_etl, together with what a crash may have left apart. */
  private void setApart() throws IOException {
    try (RejectsLock.Held held = lock.taking()) {
      setApartAlone();
    }
  }

  private void setApartAlone() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    if (!Files.exists(replaying)) {
      Files.move(file, replaying, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    List<String> more = new ArrayList<>(lines(file));
    more.removeAll(new HashSet<>(lines(replaying)));
    append(replaying, more);
    Files.delete(file);
  }

  private boolean load(List<Reject> rejects, Loader loader) throws IOException {
    Map<String, StringBuilder> byHeadings = new LinkedHashMap<>();
    for (Reject reject : rejects) {
      byHeadings
          .computeIfAbsent(reject.headings(), RejectsFile::headingLine)
          .append(reject.entry())
          .append("\r\n");
    }
    for (StringBuilder csv : byHeadings.values()) {
      Path part = Files.createTempFile("pmta-rejects", ".csv");
      try {
        Files.writeString(part, csv);
        if (loader.load(part) != 0) {
          return false;
        }
      } finally {
        Files.delete(part);
      }
    }
    return true;
  }

  /** A line that came under no heading line is read under the headings that are saved in Redis. */
  private static StringBuilder headingLine(String headings) {
    return new StringBuilder(headings.isEmpty() ? "" : headings + "\r\n");
  }

  /** A torn line may end within a character, which is then no reason to read none at all. */
  private static List<String> lines(Path path) throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    String text = new String(Files.readAllBytes(path), UTF_8);
    return text.lines().filter(line -> !line.isBlank()).toList();
  }

  private static void append(Path path, List<String> lines) throws IOException {
    if (!lines.isEmpty()) {
      Files.write(path, lines, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }
}
