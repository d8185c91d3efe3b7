package io.github.pmtatracking.renamed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds old names of settings, in each of the places where an operator sets them. */
public final class OldSettings {
  private static final String KIND = NameKind.SETTING.word();

  private final Map<String, String> newNames;

  public OldSettings(RenamedNames names) {
    newNames = names.newNames(NameKind.SETTING);
  }

  /**
   * Finds old names in a settings file.
   *
   * @param place the file's name for messages
   * @param keys the keys that the file sets
   * @param lines the file, to tell the line of each
   */
  public List<OldName> inFile(String place, Iterable<String> keys, List<String> lines) {
    List<OldName> found = new ArrayList<>();
    for (String key : keys) {
      String newName = newNames.get(key);
      if (newName != null) {
        found.add(new OldName(place, lineOf(key, lines), KIND, key, newName));
      }
    }
    found.sort((a, b) -> Integer.compare(a.line(), b.line()));
    return found;
  }

  /** Finds old names among the environment variables. */
  public List<OldName> inEnvironment(Map<String, String> environment) {
    List<OldName> found = new ArrayList<>();
    newNames.forEach(
        (oldName, newName) -> {
          String variable = environmentName(oldName);
          boolean stillSet = !environment.getOrDefault(variable, "").isBlank();
          if (stillSet && !variable.equals(environmentName(newName))) {
            found.add(
                new OldName("environment", 0, "variable", variable, environmentName(newName)));
          }
        });
    return found;
  }

  /**
   * Finds old names among the options of this JVM.
   *
   * @param properties gives the value of a system property, null when it is not set
   */
  public List<OldName> inSystemProperties(Function<String, @Nullable String> properties) {
    List<OldName> found = new ArrayList<>();
    newNames.forEach(
        (oldName, newName) -> {
          if (properties.apply(oldName) != null) {
            found.add(
                new OldName(
                    "JAVA_OPTS",
                    0,
                    "option",
                    "-D" + oldName,
                    newName.equals(RenamedName.NONE) ? newName : "-D" + newName));
          }
        });
    return found;
  }

  /** The environment variable of a setting. */
  public static String environmentName(String key) {
    return key.equals(RenamedName.NONE)
        ? key
        : key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The last line that sets it, as the last one counts; 0 when it is written with escapes. */
  private static int lineOf(String key, List<String> lines) {
    Pattern setsIt = Pattern.compile("\\s*" + Pattern.quote(key) + "([\\s=:].*)?");
    for (int i = lines.size(); i > 0; i--) {
      if (setsIt.matcher(lines.get(i - 1)).matches()) {
        return i;
      }
    }
    return 0;
  }
}
