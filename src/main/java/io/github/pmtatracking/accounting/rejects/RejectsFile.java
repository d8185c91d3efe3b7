package io.github.pmtatracking.accounting.rejects;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.accounting.AccountingRecords;
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
 * The accounting lines that could not be used: one JSON object a line with time, reason, source,
 * line, headings and entry. While some of them are played again, all lie in {@code
 * <file>.replaying}, and acct_etl adds to the emptied file, which stays the same one, with its
 * owner and mode; what a crash leaves is found there by the next replay. Loading a record twice
 * changes nothing, so a repeated replay does no harm. One command at a time may change it.
 */
public final class RejectsFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TORN =
      "torn line: only its beginning was written, so it cannot be played again; show it, drop it";
  private static final Pattern TORN_TIME = Pattern.compile("\\{\"time\":\"([^\"]+)\"");

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
   * @param id from the line's own octets; names it
   * @param json the line as it is
   */
  public record Reject(
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
  public interface Loader {
    int load(Path csv);
  }

  /** All lines; none when there is no file. */
  public List<Reject> read() throws IOException {
    Set<String> lines = new LinkedHashSet<>(lines(replaying));
    lines.addAll(lines(file));
    return lines.stream().map(Reject::of).toList();
  }

  /**
   * Removes the lines that are chosen.
   *
   * @return how many
   */
  public int drop(Predicate<Reject> chosen) throws IOException {
    return remove(chosen, rejects -> UnaryOperator.identity());
  }

  /**
   * Has the chosen lines that are whole loaded once more and removes them; a line that is refused
   * again comes back as a new one.
   *
   * @return how many; -1 when the loader failed, then all stay
   */
  public int replay(Predicate<Reject> chosen, Loader loader) throws IOException {
    return remove(
        reject -> chosen.test(reject) && reject.isWhole(),
        rejects -> {
          RejectsReplay replay = new RejectsReplay();
          return replay.load(rejects, loader) ? replay::withOrigin : null;
        });
  }

  /** What is done with the lines before they are taken away. */
  private interface Step {

    /** What becomes of a line that came meanwhile; null when the step failed. */
    @Nullable UnaryOperator<String> take(List<Reject> rejects) throws IOException;
  }

  /**
   * Looks whether this user may take lines away.
   *
   * @throws IOException when not, with the file's owner
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
    try (RejectsFileLock.Held held = lock.deciding()) {
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
    UnaryOperator<String> since = step.take(going);
    if (since == null) {
      return -1;
    }
    try (RejectsFileLock.Held held = lock.taking()) {
      List<String> fresh = lines(file);
      List<String> named = fresh.stream().map(since).toList();
      if (!named.equals(fresh)) {
        append(replaying, fresh); // a crash now loses none of them
        empty(file);
        append(file, named);
      }
      staying.removeAll(new HashSet<>(named));
      append(file, staying);
    }
    Files.deleteIfExists(replaying);
    return going.size();
  }

  /**
   * Takes the lines away from acct_etl, together with those that a crash may have left apart. The
   * file itself stays, so that its owner can go on to write it whoever runs this.
   */
  private void setApart() throws IOException {
    try (RejectsFileLock.Held held = lock.taking()) {
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

  /** With the owner and mode of the file: its lines hold addresses of recipients. */
  private void begin(List<String> lines) throws IOException {
    Files.createFile(replaying);
    try {
      FileOwnership.inherit(replaying, file);
      Files.setPosixFilePermissions(replaying, Files.getPosixFilePermissions(file));
      append(replaying, lines);
    } catch (IOException e) {
      Files.delete(replaying); // all lines are in the file still
      throw e;
    }
  }

  private static void empty(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  /** A torn line may end within a character, which is then no reason to read none at all. */
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
