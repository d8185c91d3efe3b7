package io.github.pmtatracking.renamed;

/**
 * A row of the table.
 *
 * @param newName {@link #NONE} when there is nothing in its place
 */
public record RenamedName(NameKind kind, String oldName, String newName) {
  /** The new name of a thing that is gone. */
  public static final String NONE = "-";

  /**
   * Reads a row: kind, old name and new name, separated by spaces.
   *
   * @throws IllegalArgumentException when it is none
   */
  static RenamedName parse(String row) {
    String[] words = row.strip().split("\\s+");
    if (words.length != 3) {
      throw new IllegalArgumentException("wanted a kind, an old and a new name: " + row);
    }
    return new RenamedName(NameKind.of(words[0]), words[1], words[2]);
  }

  /** The part of the name before its last dot: the bean of a method. */
  static String owner(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  /** The part of the name behind its last dot: the method of a bean. */
  static String member(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
