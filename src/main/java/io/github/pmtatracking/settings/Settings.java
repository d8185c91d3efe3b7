package io.github.pmtatracking.settings;

import io.github.pmtatracking.renamed.OldName;
import io.github.pmtatracking.renamed.OldSettings;
import io.github.pmtatracking.renamed.RenamedNames;
import io.github.pmtatracking.text.ByteSize;
import io.github.pmtatracking.text.CidrBlock;
import io.github.pmtatracking.text.HostPort;
import io.github.pmtatracking.text.TimeSpan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All settings of the process, from defaults, file, system properties ({@code
 * JAVA_OPTS=-Dkey=value}), environment and command line: the later wins. Keys are those of {@code
 * defaults.properties} in this package; in the environment {@code feeder.batch.max-age} is {@code
 * FEEDER_BATCH_MAX_AGE}. Immutable.
 *
 * <p>Each method that reads a value throws {@link BadSettingException} when the value is wrong, and
 * {@link BadFlagException} when the wrong value came from the command line.
 */
public final class Settings {
  private static final String DEFAULTS = "defaults.properties";
  private static final String DEFAULT = "default";

  private final Map<String, Value> values;
  private final Set<String> variables;

  private Settings(Map<String, Value> values, Set<String> variables) {
    this.values = values;
    this.variables = Set.copyOf(variables);
  }

  /** A value and its origin, for messages. */
  private record Value(String text, String origin, boolean typed) {
    Value(String text, String origin) {
      this(text, origin, false);
    }

    /** For messages, which end up in logs: without user and password of a URL. */
    String shown() {
      return "\"" + withoutCredentials(text) + "\" (" + origin + ")";
    }
  }

  /**
   * Reads all sources, the system properties of this JVM included.
   *
   * @param file the operator's file ({@code -config}), or null
   * @param environment the process's environment
   * @param flags the settings of the command line: key to value
   * @throws BadSettingException when the file cannot be read, or a setting has an old name
   */
  public static Settings load(
      @Nullable Path file, Map<String, String> environment, Map<String, Flag> flags) {
    SettingsFile settingsFile = file == null ? null : SettingsFile.read(file);
    List<OldName> oldNames = oldNames(settingsFile, environment, RenamedNames.load());
    if (!oldNames.isEmpty()) {
      throw new BadSettingException(OldName.message(oldNames));
    }
    Map<String, Value> values = new TreeMap<>();
    put(values, defaults(), DEFAULT);
    if (settingsFile != null) {
      put(values, settingsFile.properties(), "in " + file);
    }
    for (String key : Set.copyOf(values.keySet())) {
      String option = System.getProperty(key);
      if (option != null) {
        values.put(key, new Value(option.strip(), "from -D" + key));
      }
      String name = OldSettings.environmentName(key);
      String value = environment.get(name);
      if (value != null) {
        values.put(key, new Value(value.strip(), "from the environment, " + name));
      }
    }
    flags.forEach(
        (key, flag) -> values.put(key, new Value(flag.value(), "from " + flag.name(), true)));
    return new Settings(values, environment.keySet());
  }

  /**
   * All old names of settings that are still in use, in the file, the environment and the system
   * properties of this JVM.
   */
  private static List<OldName> oldNames(
      @Nullable SettingsFile file, Map<String, String> environment, RenamedNames names) {
    OldSettings old = new OldSettings(names);
    List<OldName> found = new ArrayList<>();
    if (file != null) {
      found.addAll(
          old.inFile(
              file.path().toString(), file.properties().stringPropertyNames(), file.lines()));
    }
    found.addAll(old.inEnvironment(environment));
    found.addAll(old.inSystemProperties(System::getProperty));
    return found;
  }

  /** A command line flag: its name as written by the operator, and its value. */
  public record Flag(String name, String value) {}

  /** The same settings with one of them changed; for tests and for flows hosted by the demo. */
  public Settings with(String key, String value) {
    Map<String, Value> changed = new TreeMap<>(values);
    changed.put(key, new Value(value, "set by the program"));
    return new Settings(changed, variables);
  }

  /**
   * Keys that are neither ours nor Camel's: settings for the operator's own routes, or typing
   * errors.
   */
  private Set<String> unknownKeys() {
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(defaults().stringPropertyNames());
    unknown.removeIf(key -> key.startsWith("camel."));
    return unknown;
  }

  /**
   * A text for each name that is probably a typing error: an unknown setting with its value and its
   * origin, and a variable of the environment that is almost the name of a setting. The nearest
   * known name follows, where there is one.
   */
  public List<String> unknownNames() {
    Set<String> keys = defaults().stringPropertyNames();
    List<String> unknown = new ArrayList<>();
    for (String key : unknownKeys()) {
      String nearest = NearestName.of(key, keys);
      unknown.add(describe(key) + (nearest == null ? "" : " nearest=" + nearest));
    }
    Set<String> names = new TreeSet<>();
    keys.forEach(key -> names.add(OldSettings.environmentName(key)));
    for (String variable : new TreeSet<>(variables)) {
      String nearest = names.contains(variable) ? null : NearestName.of(variable, names);
      if (nearest != null) {
        unknown.add(variable + " (in the environment) nearest=" + nearest);
      }
    }
    return unknown;
  }

  /**
   * All settings, for the {@code {{placeholders}}} of the routes, in the form that Camel reads too:
   * a time as milliseconds, a size as bytes. A value that cannot be read stays as it is, because
   * the flow that uses it ends the start with a message that names the setting.
   */
  public Properties asProperties() {
    Properties defaults = defaults();
    Properties properties = new Properties();
    values.forEach(
        (key, value) ->
            properties.setProperty(
                key, SettingKind.of(key, defaults.getProperty(key)).normalize(value.text())));
    return properties;
  }

  /** The text of a setting; empty when it is not set. */
  public String text(String key) {
    return value(key).text();
  }

  /** One of several words. */
  public String oneOf(String key, String... allowed) {
    return parse(
        key,
        text -> {
          if (List.of(allowed).contains(text)) {
            return text;
          }
          throw new IllegalArgumentException("wanted one of " + String.join(", ", allowed));
        });
  }

  /** Whether the value is the default: file, environment and command line do not set it. */
  public boolean isDefault(String key) {
    return value(key).origin().equals(DEFAULT);
  }

  /** Text that must not be empty. */
  public String required(String key) {
    return parse(
        key,
        text -> {
          if (text.isEmpty()) {
            throw new IllegalArgumentException("wanted a value");
          }
          return text;
        });
  }

  /** A whole number from min to max, both included. */
  public int number(String key, int min, int max) {
    return parse(
        key,
        text -> {
          try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
              return number;
            }
          } catch (NumberFormatException e) {
            // reported below, as for a number out of range
          }
          throw new IllegalArgumentException("wanted a whole number from " + min + " to " + max);
        });
  }

  /**
   * A time such as {@code 250ms}, {@code 30s}, {@code 5m}, {@code 24h} or {@code 10d}; 0 needs no
   * unit.
   */
  public Duration duration(String key) {
    return parse(key, TimeSpan::parse);
  }

  /** A time that is not shorter than the given one. */
  public Duration duration(String key, Duration least) {
    return parse(
        key,
        text -> {
          Duration duration = TimeSpan.parse(text);
          if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException("wanted at least " + least.toMillis() + "ms");
          }
          return duration;
        });
  }

  /** A size in bytes from least to most, both included. */
  public long bytes(String key, long least, long most) {
    return parse(
        key,
        text -> {
          long bytes = ByteSize.parse(text);
          if (bytes < least || bytes > most) {
            throw new IllegalArgumentException(
                "wanted a size from " + least + " to " + most + " bytes");
          }
          return bytes;
        });
  }

  /** A size in bytes, written {@code 4096}, {@code 64KiB}, {@code 5MiB} or {@code 2GiB}. */
  public long bytes(String key) {
    return parse(key, ByteSize::parse);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String key) {
    return Boolean.parseBoolean(oneOf(key, "true", "false"));
  }

  /**
   * A path on this machine; not checked. A relative path is relative to the installation; in a flag
   * it is relative to the current folder.
   */
  public Path path(String key) {
    return parse(key, text -> resolve(key, text));
  }

  /** As {@link #path}, for a setting that may be empty: then empty. */
  public String pathOrEmpty(String key) {
    return text(key).isEmpty() ? "" : path(key).toString();
  }

  /** As {@link #path}, for a setting with one path on each line. */
  public List<Path> paths(String key) {
    return parse(
        key,
        text ->
            text.lines().filter(line -> !line.isBlank()).map(line -> resolve(key, line)).toList());
  }

  /** Resolves a path that is part of a setting as {@link #path} does. */
  public Path resolve(String key, String path) {
    return value(key).typed() ? Path.of(path) : InstallationDirectory.resolve(Path.of(path));
  }

  /** An address, see {@link HostPort#parse}. */
  public HostPort hostPort(String key) {
    return parse(key, HostPort::parse);
  }

  /** Networks, separated by commas: {@code 127.0.0.0/8, ::1}. Empty text is an empty list. */
  public List<CidrBlock> networks(String key) {
    return parse(key, CidrBlock::parseList);
  }

  /**
   * Reads a setting with a parser of the caller.
   *
   * @param reader throws IllegalArgumentException with the right form of the value
   */
  public <T> T parse(String key, Function<String, T> reader) {
    Value value = value(key);
    try {
      return reader.apply(value.text());
    } catch (IllegalArgumentException e) {
      String message = key + " = " + value.shown() + ": " + e.getMessage();
      throw value.typed() ? new BadFlagException(message, e) : new BadSettingException(message, e);
    }
  }

  /**
   * For a message about a setting whose value turns out wrong later: {@code tracker.in-hostport =
   * ":8888" (default)}.
   */
  public String describe(String key) {
    Value value = value(key);
    return key + " = " + value.shown();
  }

  /**
   * A URL for messages: {@code ***} in place of user and password, which may contain any character.
   */
  public static String withoutCredentials(String url) {
    int at = url.lastIndexOf('@');
    int start = url.indexOf("://") + 3;
    return start < 3 || at < start ? url : url.substring(0, start) + "***" + url.substring(at);
  }

  private Value value(String key) {
    Value value = values.get(key);
    if (value == null) {
      throw new BadSettingException(
          key + ": no such setting; etc/pmta-tracking.properties lists them all");
    }
    return value;
  }

  private static void put(Map<String, Value> values, Properties properties, String origin) {
    for (String key : properties.stringPropertyNames()) {
      values.put(key, new Value(properties.getProperty(key).strip(), origin));
    }
  }

  private static Properties defaults() {
    Properties properties = new Properties();
    try (InputStream in = Settings.class.getResourceAsStream(DEFAULTS)) {
      if (in == null) {
        throw new IllegalStateException("defaults.properties is missing from the jar");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("defaults.properties cannot be read from the jar", e);
    }
    return properties;
  }
}
