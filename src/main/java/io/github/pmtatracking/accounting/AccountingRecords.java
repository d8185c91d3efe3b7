package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.accounting.rejects.RejectsFile;
import io.github.pmtatracking.accounting.rejects.RejectsWriter;
import io.github.pmtatracking.json.JsonWriter;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses accounting lines. A heading line sets the columns of the lines that follow. A delivery
 * record becomes an {@link AttributeRecord}. A record of another type is counted. A line that
 * cannot be used goes to the rejects file with the reason ({@link BadRecordException}), and the
 * next line is read. Not thread-safe: one instance reads one stream.
 */
public final class AccountingRecords {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");
  private static final String KEY_PREFIX = "msgID_";
  private static final int MAX_MESSAGE_ID_LENGTH = 512;

  private final Predicate<String> columns;
  private final long retention;
  private final InstantSource clock;
  private final RejectsWriter rejects;
  private final AccountingCounters counters;
  private final Supplier<byte @Nullable []> stored;
  private final TimeLogged timeLogged = new TimeLogged();
  private final CsvFields fields = new CsvFields();
  private final JsonWriter json = new JsonWriter(512);
  private @Nullable ColumnLayout headings;
  private String noHeadings = "";
  private String source = "";
  private long line;
  private boolean headingsAreSaved = true;

  /**
   * A parser without columns: no heading line was read yet.
   *
   * @param columns which columns are stored
   * @param retention how long a record is stored
   * @param stored reads the saved columns; called once if records come before any heading line;
   *     null if none are saved; throws {@link RedisException} if Redis is unavailable
   */
  public AccountingRecords(
      Predicate<String> columns,
      Duration retention,
      InstantSource clock,
      RejectsWriter rejects,
      AccountingCounters counters,
      Supplier<byte @Nullable []> stored) {
    this.columns = columns;
    this.retention = retention.toSeconds();
    this.clock = clock;
    this.rejects = rejects;
    this.counters = counters;
    this.stored = stored;
  }

  /** This parser, changed: its batches report no heading line, so that none is saved in Redis. */
  public AccountingRecords withoutSavingHeadings() {
    headingsAreSaved = false;
    return this;
  }

  /**
   * Parses a group of lines.
   *
   * @param from the source: a file's name, or {@code stdin}
   * @param first number of the first line; 1 begins a new stream, without the columns before
   * @param truncated whether the end of the (only) line is missing
   */
  public AccountingBatch read(List<String> lines, String from, long first, boolean truncated) {
    source = from;
    line = first;
    if (first == 1) {
      headings = null;
      noHeadings = "";
    }
    ColumnLayout learned = null;
    long now = clock.instant().getEpochSecond();
    List<AttributeRecord> attributes = new ArrayList<>(lines.size());
    for (String text : lines) {
      ColumnLayout before = headings;
      try {
        if (truncated) {
          throw new BadRecordException(RejectsFile.LINE_NOT_FINISHED);
        }
        AttributeRecord record = record(text, now);
        if (record != null) {
          attributes.add(record);
        }
      } catch (BadRecordException e) {
        rejects.add(String.valueOf(e.getMessage()), source, line, headingLine(), text);
      }
      if (headings != before) {
        learned = headings;
      }
      line += 1 + (text.indexOf('\n') < 0 ? 0 : text.chars().filter(c -> c == '\n').count());
    }
    counters.countRead(lines.size());
    return new AccountingBatch(headingsAreSaved ? learned : null, attributes);
  }

  private String headingLine() {
    return headings == null ? "" : String.join(",", headings.names());
  }

  private @Nullable AttributeRecord record(String text, long now) throws BadRecordException {
    if (text.isEmpty()) {
      return null;
    }
    fields.split(text);
    if (ColumnLayout.isHeading(fields)) {
      learn(fields.texts());
      return null;
    }
    if (!fields.is(0, "d") && !fields.is(0, "delivery")) {
      counters.countSkipped(fields.text(0));
      return null;
    }
    ColumnLayout columnsOfStream = headings == null ? recall() : headings;
    if (!columnsOfStream.fit(fields.count())) {
      throw new BadRecordException(
          "%d fields under %d headings".formatted(fields.count(), columnsOfStream.names().size()));
    }
    byte[] key = key(fields.text(columnsOfStream.messageId()));
    long expires = expires(columnsOfStream, now);
    if (expires <= now) {
      counters.countExpired();
      return null;
    }
    return new AttributeRecord(key, columnsOfStream.attributes(fields, json), expires);
  }

  private void learn(List<String> names) throws BadRecordException {
    try {
      ColumnLayout learned = new ColumnLayout(names, columns);
      headings = learned;
      LOG.info("PowerMTA accounting headers: {}", learned);
    } catch (BadRecordException e) {
      headings = null;
      noHeadings = "the heading line cannot be used: " + e.getMessage();
      LOG.error(
          "Accounting lines cannot be used: source={} line={} reason={}", source, line, noHeadings);
      throw e;
    }
  }

  /** The saved columns, for a stream that begins without a heading line. */
  private ColumnLayout recall() throws BadRecordException {
    if (!noHeadings.isEmpty()) {
      throw new BadRecordException(noHeadings);
    }
    try {
      byte[] saved = stored.get();
      if (saved != null) {
        ColumnLayout recalled = ColumnLayout.parseJson(saved, columns);
        headings = recalled;
        LOG.info("PowerMTA accounting headers from Redis: {}", recalled);
        return recalled;
      }
      noHeadings = "no heading line was seen, and Redis has no acct_headers";
    } catch (RedisException | BadRecordException e) {
      noHeadings = "no heading line was seen, and " + e.getMessage();
    }
    LOG.error(
        "Accounting lines cannot be used: source={} line={} reason={}", source, line, noHeadings);
    throw new BadRecordException(noHeadings);
  }

  private static byte[] key(String messageId) throws BadRecordException {
    if (messageId.isEmpty()) {
      throw new BadRecordException("no message id");
    }
    if (messageId.length() > MAX_MESSAGE_ID_LENGTH) {
      throw new BadRecordException("a message id of %d characters".formatted(messageId.length()));
    }
    for (int i = 0; i < messageId.length(); i++) {
      if (messageId.charAt(i) <= ' ') {
        throw new BadRecordException("a message id with a space or control character");
      }
    }
    return (KEY_PREFIX + messageId).getBytes(UTF_8);
  }

  private long expires(ColumnLayout columnsOfStream, long now) {
    int column = columnsOfStream.timeLogged();
    if (column < 0) {
      return now + retention;
    }
    OptionalLong logged = timeLogged.seconds(fields.text(column));
    // A clock that is ahead must not make a record live longer.
    return Math.min(logged.orElse(now), now) + retention;
  }
}
