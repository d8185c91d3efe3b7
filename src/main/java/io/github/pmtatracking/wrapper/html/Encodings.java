package io.github.pmtatracking.wrapper.html;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The encodings of the WHATWG Encoding standard by their labels, as browsers and mail readers use
 * them. Many labels name a wider encoding than their own: {@code gb2312} is GBK, {@code iso-8859-1}
 * is windows-1252. The tables are resources beside this class.
 */
final class Encodings {
  static final String UTF_16LE = "UTF-16LE";
  static final String UTF_16BE = "UTF-16BE";
  static final String ISO_2022_JP = "ISO-2022-JP";

  /** Java's charset with the characters of JIS X 0208 as browsers have them. */
  static final Charset JAVA_ISO_2022_JP = Charset.forName("x-windows-iso2022jp");

  static final TextDecoding UTF_8 = TextDecoding.of(StandardCharsets.UTF_8);

  private static final Map<String, String> NAMES = names();
  private static final Map<String, TextDecoding> DECODINGS = decodings();

  /**
   * Charsets, by Java's names, that browsers do not know and mail may have. The bytes of ASCII
   * markup have no other meaning in them.
   */
  private static final Pattern OTHER_SUPERSETS_OF_ASCII =
      Pattern.compile(
          "us-ascii|iso-8859-\\d+|windows-\\d+j?|x-windows-(874|949|950)|gb18030|big5-hkscs"
              + "|euc-jp|x-euc-tw|x-mac[a-z]+|ibm(437|85\\d|86\\d)");

  private Encodings() {}

  /**
   * The name of the encoding with a label.
   *
   * @param label in any case, with white space around it
   * @return null if browsers do not know the label
   */
  static @Nullable String name(String label) {
    return NAMES.get(label.strip().toLowerCase(Locale.ROOT));
  }

  /**
   * The decoding of an encoding in which ASCII markup stands as itself.
   *
   * @param label in any case, with white space around it
   * @return null if it is not known, or of another kind
   */
  static @Nullable TextDecoding supersetOfAscii(String label) {
    String name = name(label);
    return name == null ? other(label.strip()) : DECODINGS.get(name);
  }

  private static @Nullable TextDecoding other(String label) {
    try {
      Charset charset = Charset.forName(label);
      return OTHER_SUPERSETS_OF_ASCII.matcher(charset.name().toLowerCase(Locale.ROOT)).matches()
          ? TextDecoding.of(charset)
          : null;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return null;
    }
  }

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    for (String[] line : lines("encodings.txt")) {
      for (int i = 1; i < line.length; i++) {
        names.put(line[i], line[0]);
      }
    }
    return Map.copyOf(names);
  }

  private static Map<String, TextDecoding> decodings() {
    Map<String, TextDecoding> decodings = new HashMap<>();
    decodings.put("UTF-8", UTF_8);
    for (String[] line : lines("single-byte-encodings.txt")) {
      StringBuilder upper = new StringBuilder(128);
      for (int i = 1; i < line.length; i++) {
        upper.append(line[i].equals("-") ? SingleByteDecoding.NONE : characters(line[i]).charAt(0));
      }
      decodings.put(line[0], new SingleByteDecoding(upper.toString()));
    }
    decodings.put("ISO-8859-8-I", decodings.get("ISO-8859-8"));
    Map<String, Map<String, String>> exceptions = exceptions();
    Map<String, String> gbk = new HashMap<>(exceptions.getOrDefault("GBK", Map.of()));
    gbk.put("\u0080", "\u20ac");
    MultiByteDecoding.Length gb =
        (lead, second) ->
            lead == 0x80 ? 1 : lead == 0xff ? 0 : second >= '0' && second <= '9' ? 4 : 2;
    decodings.put("GBK", new MultiByteDecoding("GB18030", gb, gbk));
    decodings.put("gb18030", new MultiByteDecoding("GB18030", gb, gbk));
    decodings.put(
        "Big5",
        new MultiByteDecoding(
            "Big5-HKSCS",
            (lead, second) -> lead >= 0x81 && lead <= 0xfe ? 2 : 0,
            exceptions.getOrDefault("Big5", Map.of())));
    decodings.put(
        "EUC-JP",
        new MultiByteDecoding(
            "x-eucJP-Open",
            (lead, second) ->
                lead == 0x8f ? 3 : lead == 0x8e || lead >= 0xa1 && lead <= 0xfe ? 2 : 0,
            exceptions.getOrDefault("EUC-JP", Map.of())));
    decodings.put(
        "Shift_JIS",
        new MultiByteDecoding(
            "windows-31j",
            (lead, second) ->
                lead == 0x80 || lead >= 0xa1 && lead <= 0xdf
                    ? 1
                    : lead > 0xa0 && lead <= 0xfc || lead < 0xa0 ? 2 : 0,
            Map.of("\u0080", "\u0080")));
    decodings.put(
        "EUC-KR",
        new MultiByteDecoding(
            "x-windows-949",
            // Java has user-defined characters of the rows c9 and fe, browsers have none.
            (lead, second) ->
                lead >= 0x81 && lead <= 0xfd && (lead != 0xc9 || second < 0xa1) ? 2 : 0,
            exceptions.getOrDefault("EUC-KR", Map.of())));
    return Map.copyOf(decodings);
  }

  private static Map<String, Map<String, String>> exceptions() {
    Map<String, Map<String, String>> exceptions = new HashMap<>();
    for (String[] line : lines("multi-byte-exceptions.txt")) {
      StringBuilder key = new StringBuilder();
      for (byte b : HexFormat.of().parseHex(line[1])) {
        key.append((char) (b & 255));
      }
      String text = line[2].equals("-") ? "" : characters(line[2]);
      exceptions.computeIfAbsent(line[0], name -> new HashMap<>()).put(key.toString(), text);
    }
    return exceptions;
  }

  /** The characters of code points, in hexadecimal, separated by commas. */
  private static String characters(String codePoints) {
    StringBuilder text = new StringBuilder();
    for (String codePoint : codePoints.split(",")) {
      text.appendCodePoint(Integer.parseInt(codePoint, 16));
    }
    return text.toString();
  }

  private static List<String[]> lines(String resource) {
    try (InputStream in = Encodings.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
