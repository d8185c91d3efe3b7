package io.github.pmtatracking.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No text of a component names a setting or a flag of the programs: a component can be used without
 * them. Checks the string constants in the class files, annotations included.
 */
class ComponentTextsTest {
  private static final Path COMMANDS = Path.of("src/main/java/io/github/pmtatracking/command");

  /** A name in quotation marks with one minus sign, such as {@code "-in_hostport"}. */
  private static final Pattern FLAG = Pattern.compile("\"-([a-z][a-z_-]+)\"");

  @Test
  void noTextOfAComponentNamesASettingOrAFlag() throws Exception {
    Pattern names = names();
    List<String> found = new ArrayList<>();
    for (Path file : classFiles()) {
      for (String text : constants(file)) {
        Matcher name = names.matcher(text);
        if (name.find()) {
          found.add(file.getFileName() + ": " + name.group() + " in \"" + text + "\"");
        }
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void aSettingAndAFlagWouldBeFound() throws Exception {
    Pattern names = names();
    assertTrue(names.matcher("not in clients (wrapper.clients)").find());
    assertTrue(names.matcher("cannot be used (-certfile)").find());
    assertFalse(names.matcher("io.github.pmtatracking.wrapper.clientsx").find());
    assertFalse(names.matcher("upstream-certfile").find());
  }

  private static Pattern names() throws IOException {
    Set<String> names = new HashSet<>();
    Properties settings = new Properties();
    try (InputStream in =
        ComponentTextsTest.class.getResourceAsStream(
            "/io/github/pmtatracking/settings/defaults.properties")) {
      settings.load(in);
    }
    for (String key : settings.stringPropertyNames()) {
      if (key.indexOf('.') > 0 && !key.startsWith("camel.")) {
        names.add(Pattern.quote(key));
      }
    }
    try (Stream<Path> sources = Files.list(COMMANDS)) {
      for (Path source : sources.toList()) {
        Matcher flag = FLAG.matcher(Files.readString(source));
        while (flag.find()) {
          names.add(Pattern.quote("-" + flag.group(1)));
        }
      }
    }
    return Pattern.compile("(?<![\\w.-])(" + String.join("|", names) + ")(?![\\w-])");
  }

  private static List<Path> classFiles() throws Exception {
    Path classes =
        Path.of(
            io.github.pmtatracking.PmtaTracking.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    try (Stream<Path> files = Files.walk(classes.resolve("io/github/pmtatracking/component"))) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  /** The UTF-8 entries of a constant pool (JVM specification, 4.4). */
  private static List<String> constants(Path file) throws IOException {
    List<String> texts = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.skipNBytes(8);
      int count = in.readUnsignedShort();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts.add(in.readUTF());
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++; // takes two entries
          }
          case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          default -> throw new IOException(file + ": constant with tag " + tag);
        }
      }
    }
    return texts;
  }
}
