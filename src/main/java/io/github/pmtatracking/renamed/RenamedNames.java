package io.github.pmtatracking.renamed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The table of renamed names, from the file {@code renamed-names.txt} in the jar. Immutable. */
public final class RenamedNames {
  private static final String TABLE = "renamed-names.txt";

  private final List<RenamedName> rows;

  RenamedNames(List<RenamedName> rows) {
    this.rows = List.copyOf(rows);
  }

  /** Reads the table. */
  public static RenamedNames load() {
    try (InputStream in = RenamedNames.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing from the jar");
      }
      return parse(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(TABLE + " cannot be read from the jar", e);
    }
  }

  /** Reads a table: a row a line; empty lines and lines that begin with # are left out. */
  static RenamedNames parse(String text) {
    List<RenamedName> rows = new ArrayList<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> rows.add(RenamedName.parse(line)));
    return new RenamedNames(rows);
  }

  /** All rows, in the order of the file. */
  public List<RenamedName> rows() {
    return rows;
  }

  /** The rows of a kind. */
  public Stream<RenamedName> rows(NameKind kind) {
    return rows.stream().filter(row -> row.kind() == kind);
  }

  /** Old name to new name of a kind, in the order of the file. */
  public Map<String, String> newNames(NameKind kind) {
    Map<String, String> names = new LinkedHashMap<>();
    rows(kind).forEach(row -> names.put(row.oldName(), row.newName()));
    return names;
  }
}
