package io.github.pmtatracking.accounting.rejects;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.settings.FileErrors;
import io.github.pmtatracking.settings.FileOwnership;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads, replays and drops the lines that {@link RejectsWriter} has written. During a replay all
 * lines are in {@code <file>.replaying}, and acct_etl adds new ones to the emptied file, which
 * keeps its owner and mode. After a crash the next replay finds the lines in {@code
 * <file>.replaying}. Loading a record twice has the effect of loading it once, so a repeated replay
 * does no harm. One command at a time may change the file.
 */
public final class RejectsFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The reason of an accounting line whose end is missing. */
  public static final String LINE_NOT_FINISHED = "the line was not finished";

  private static final String TRUNCATED =
      "truncated line: only its beginning was written, so it cannot be replayed; show it or drop"
          + " it";
  private static final Pattern TRUNCATED_TIME = Pattern.compile("\\{\"time\":\"([^\"]+)\"");

  private final Path file;
  private final Path replaying;
  private final RejectsFileLock lock;

  public RejectsFile(Path file) {
    this.file = file;
    this.lock = new RejectsFileLock(file);
    this.replaying = file.resolveSibling(file.getFileName() + ".replaying");
  }

  /**
   * One line of the file.
   *
   * @param id a digest of the line
   * @param json the line as it is
   */
  public record Reject(
      String id, Instant time, String reason, String headings, String entry, String json) {
    static Reject of(String json) {
      JsonNode node;
      try {
        node = JSON.readTree(json);
      } catch (JsonProcessingException e) {
        Matcher time = TRUNCATED_TIME.matcher(json);
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
          node.path("reason").asText(TRUNCATED),
          node.path("headings").asText(),
          node.path("entry").asText(),
          json);
    }

    /** Whether only the beginning of the JSON was written; then nothing can be replayed. */
    boolean isTruncated() {
      return reason.equals(TRUNCATED);
    }

    /**
     * Whether the accounting line is complete. The values of half a line would overwrite those that
     * a back-fill has loaded from the whole line.
     */
    boolean isComplete() {
      return !entry.isEmpty() && !reason.equals(LINE_NOT_FINISHED);
    }
  }

  /** Loads a file of accounting records. */
  public interface Loader {

    /** Returns the exit code of acct_etl: 0 when all is loaded. */
    int load(Path csv);
  }

  /** All lines; none when there is no file. */
  public List<Reject> read() throws IOException {
    Set<String> lines = new LinkedHashSet<>(lines(replaying));
    lines.addAll(lines(file));
    return lines.stream().map(Reject::of).toList();
  }

  /**
   * Removes the chosen lines.
   *
   * @return how many
   */
  public int drop(Predicate<Reject> chosen) throws IOException {
    return remove(chosen, rejects -> UnaryOperator.identity());
  }

  /**
   * Loads the chosen lines that are complete once more and removes them. A line that is rejected
   * again is in the file again as a new one.
   *
   * @return how many; -1 when the loader failed: then all lines stay
   */
  public int replay(Predicate<Reject> chosen, Loader loader) throws IOException {
    return remove(
        reject -> chosen.test(reject) && reject.isComplete(),
        rejects -> {
          RejectsReplay replay = new RejectsReplay();
          return replay.load(rejects, loader) ? replay::withOrigin : null;
        });
  }

  /** Processes the chosen lines before they are removed. */
  private interface Step {

    /** Returns how to change a line that was added meanwhile; null when the step failed. */
    @Nullable UnaryOperator<String> process(List<Reject> rejects) throws IOException;
  }

  /**
   * Checks that this user may remove lines.
   *
   * @throws IOException when not; the message names the owner of the file
   */
  public void requireChangeable() throws IOException {
    for (Path path : List.of(file, replaying)) {
      if (Files.exists(path) && !(Files.isReadable(path) && Files.isWritable(path))) {
        throw new IOException(
            "%s may not be changed by user %s: run this as its owner, sudo -u %s"
                .formatted(path, FileErrors.user(), FileOwnership.nameOf(path)));
      }
    }
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    if (Files.exists(folder) && !Files.isWritable(folder)) {
      throw new IOException(
          "the folder %s may not be changed by user %s: run this as its owner, sudo -u %s"
              .formatted(folder, FileErrors.user(), FileOwnership.nameOf(folder)));
    }
  }

  private int remove(Predicate<Reject> chosen, Step step) throws IOException {
    if (read().stream().noneMatch(chosen)) {
      return 0;
    }
    requireChangeable();
    try (RejectsFileLock.Lock held = lock.command()) {
      if (held == null) {
        throw new IOException(
            "another deadletter command works on " + file + "; try again after it");
      }
      return removeLocked(chosen, step);
    }
  }

  private int removeLocked(Predicate<Reject> chosen, Step step) throws IOException {
    moveToReplaying();
    List<Reject> chosenLines = new ArrayList<>();
    List<String> staying = new ArrayList<>();
    for (String line : lines(replaying)) {
      Reject reject = Reject.of(line);
      if (chosen.test(reject)) {
        chosenLines.add(reject);
      } else {
        staying.add(line);
      }
    }
    UnaryOperator<String> since = step.process(chosenLines);
    if (since == null) {
      return -1;
    }
    try (RejectsFileLock.Lock held = lock.exclusive()) {
      List<String> fresh = lines(file);
      List<String> named = fresh.stream().map(since).toList();
      if (!named.equals(fresh)) {
        append(replaying, fresh); // so that a crash loses none of them
        empty(file);
        append(file, named);
      }
      staying.removeAll(new HashSet<>(named));
      append(file, staying);
    }
    Files.deleteIfExists(replaying);
    return chosenLines.size();
  }

  /**
   * Moves all lines to {@code <file>.replaying}, where lines of an earlier, crashed replay may be.
   * The emptied file stays, so that its owner can write to it whichever user runs this command.
   */
  private void moveToReplaying() throws IOException {
    try (RejectsFileLock.Lock held = lock.exclusive()) {
      List<String> more = new ArrayList<>(lines(file));
      more.removeAll(new HashSet<>(lines(replaying)));
      if (Files.exists(replaying)) {
        append(replaying, more);
      } else {
        begin(more);
      }
      if (Files.exists(file)) {
        empty(file);
      } else {
        Files.createFile(file);
        FileOwnership.inherit(file, replaying);
      }
    }
  }

  /** Makes the copy with the owner and mode of the file: it contains addresses of recipients. */
  private void begin(List<String> lines) throws IOException {
    Files.createFile(replaying);
    try {
      FileOwnership.inherit(replaying, file);
      Files.setPosixFilePermissions(replaying, Files.getPosixFilePermissions(file));
      append(replaying, lines);
    } catch (IOException e) {
      Files.delete(replaying); // the file still has all lines
      throw e;
    }
  }

  private static void empty(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  /** Decodes without exceptions, since a truncated line may end inside a character. */
  private static List<String> lines(Path path) throws IOException {
    try {
      String text = new String(Files.readAllBytes(path), UTF_8);
      return text.lines().filter(line -> !line.isBlank()).toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (AccessDeniedException e) {
      throw new IOException(
          "%s may not be read (%s); run this as its owner"
              .formatted(path, FileErrors.owner(path.toString())),
          e);
    }
  }

  private static void append(Path path, List<String> lines) throws IOException {
    if (!lines.isEmpty()) {
      Files.write(
          path,
          lines,
          UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
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
