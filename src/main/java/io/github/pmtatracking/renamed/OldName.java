package io.github.pmtatracking.renamed;

import java.util.List;

/**
 * An old name that is still in use.
 *
 * @param place the file, or where else it stands
 * @param line its line in the file, from 1; 0 where there are no lines
 * @param kind the word for the thing
 * @param oldName as it is written there
 * @param newName as it must be written there; {@link RenamedName#NONE} when it must go
 */
public record OldName(String place, int line, String kind, String oldName, String newName) {

  /** One line for the operator. */
  public String message() {
    String where = line == 0 ? place : place + ", line " + line;
    String change =
        newName.equals(RenamedName.NONE) ? " does not exist any more" : " is now called " + newName;
    return where + ": the " + kind + " " + oldName + change;
  }

  /**
   * One line for a start that ends because of old names: the first of them, and how many more there
   * are.
   *
   * @param found at least one
   */
  public static String message(List<OldName> found) {
    String rest = found.size() == 1 ? "" : " (and " + (found.size() - 1) + " more)";
    return found.get(0).message()
        + rest
        + "; docs/upgrading.md, \"Renamed\", lists all old and new names";
  }
}
