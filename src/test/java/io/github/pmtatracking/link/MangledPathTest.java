package io.github.pmtatracking.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links as clients change them on their way are read as they were sent. */
class MangledPathTest {
  private static final String OLDER_OPEN =
      "eJxdT81uwyAMfpWI6xqSbolYeuoDrKc9AHKIoawBInCqRlXffVBt0jT5Ytnf750pcAtY46Wd"
          + "2KFiH5CoOlm_ElafcLXeJLarWFQLSQoFQZjopW3bYS-G_ugD1SGCN8h15GNYvdrqZP2FU9xc2hL3SEXBJSN1"
          + "DO5X4pgIr0h12f9jn24OCTL4_siHtI5fqKhw_4QiiAZJztlNrnEu3zPRcmgavOVWM3IVXGP9hDd-Jjc_ORHU"
          + "JQv81N0LGF_LdAI6_T5B1-Nbr4dOTEKrHtnjG0smYWM=";

  private static final List<String> BEHIND =
      List.of(
          ".",
          ")",
          ">",
          ",",
          ";",
          "!",
          "/",
          "//",
          "=",
          "==",
          "%3D%3D",
          "&utm_source=x&a=b",
          ";a=b",
          "%20click%20here",
          "%0D%0Aclick",
          "\"",
          "%22",
          "'",
          "*",
          "%2A",
          "]",
          "%5D",
          "|",
          "%7C",
          "%3E",
          "%29.",
          "%2F",
          "%E2%80%9D",
          "%C2%A0",
          "...",
          "/index.html",
          "%",
          "%2",
          "%zz",
          "?utm_source=x",
          "#f",
          "%3Futm=1",
          "%23f",
          "+",
          "%E2%80%A6",
          "</a>",
          "%3C%2Fa%3E",
          "\u00a0");

  private static final List<String> BEFORE =
      List.of("<", "%3C", "\"", "(", "%20", "%0A", "/", "*", "=%0D%0A", "%E2%80%9C", "_", "%5B");

  private static final List<String> INSIDE =
      List.of(
          "=%0D%0A",
          "%3D%0D%0A",
          "=%0A",
          "=%250D%250A",
          "%0D%0A",
          "%0A",
          "%0D%0A%20",
          "%20",
          "%09",
          "%E2%80%8B",
          "%C2%AD",
          "\u00c2\u00ad",
          "%0D%0A=%20",
          "=%20%0D%0A");

  private final LinkDecoder decoder = new LinkDecoder();

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  void aLinkIsTheSameHoweverItIsMangled(
      @ForAll("links") TrackingLink link,
      @ForAll("prefixes") String prefix,
      @ForAll("inside") UnaryOperator<String> inside,
      @ForAll("coded") UnaryOperator<String> coded,
      @ForAll("before") String before,
      @ForAll("behind") String behind)
      throws Exception {
    String url = new TrackingUrl("https://t").encode(link);
    String segment = url.substring(url.lastIndexOf('/') + 1);

    String mangled = coded.apply(prefix + "/" + before + inside.apply(segment)) + behind;

    assertEquals(link, decoder.decode(mangled), mangled);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void aLinkThatLostTheEndOfItsChecksumIsTheSame(
      @ForAll("links") TrackingLink link,
      @ForAll("inside") UnaryOperator<String> inside,
      @ForAll("behind") String behind)
      throws Exception {
    String url = new TrackingUrl("https://t").encode(link);
    String segment = url.substring(url.lastIndexOf('/') + 1).replace("=", "");

    for (int lost = 1; lost <= 5; lost++) {
      String cut = "/" + inside.apply(segment.substring(0, segment.length() - lost));
      assertEquals(link, decoder.decode(cut), cut);
      assertEquals(link, decoder.decode(cut + behind), cut + behind);
    }
  }

  @Property(tries = 500)
  void theOtherAlphabetOfBase64IsRead(
      @ForAll("links") TrackingLink link, @ForAll("prefixes") String prefix) throws Exception {
    String url = new TrackingUrl("https://t").encode(link);
    String other = url.substring(url.lastIndexOf('/') + 1).replace('-', '+').replace('_', '/');

    assertEquals(link, decoder.decode(prefix + "/" + other));
    assertEquals(
        link, decoder.decode(prefix + "/" + other.replace("+", "%2B").replace("/", "%2f") + "."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tracking/open/",
        "/p/tracking/open/<",
        "/tracking/open//",
        "/tracking%2Fopen%2F",
        "/tracking/=%0D%0Aopen/%20",
        "/tracking/open/%22"
      })
  void anOlderLinkKeepsTheActionOfItsPath(String before) throws Exception {
    String mangled = OLDER_OPEN.substring(0, 76) + "=%0D%0A" + OLDER_OPEN.substring(76);
    TrackingLink link = decoder.decode("/tracking/open/" + OLDER_OPEN);

    assertEquals(Action.OPEN, link.action());
    assertEquals(link, decoder.decode(before + mangled + "/"));
    assertEquals(
        link, decoder.decode(before + mangled.replace("=", "=3D").replace("M=3D", "M") + ")"));
    assertEquals(
        decoder.decode("/tracking/click/" + OLDER_OPEN),
        decoder.decode(before.replace("open", "click") + mangled + "."));
  }

  @Test
  void aLinkOfTheOriginalMayLackItsLastBlock() throws Exception {
    TrackingLink link = decoder.decode("/" + go("{\"act\":\"c\",\"t_url\":\"http://x/\"}"));
    String segment = go("{\"act\":\"c\",\"t_url\":\"http://x/\"}");

    for (int length = segment.length() - 1; length >= segment.length() - 12; length--) {
      assertEquals(link, decoder.decode("/" + segment.substring(0, length)));
      assertEquals(link, decoder.decode("/" + segment.substring(0, length) + "/"));
      assertEquals(link, decoder.decode("/" + segment.substring(0, length) + "%20more"));
    }
  }

  /** As Go's writer does it: the text is flushed, then an empty last block follows. */
  private static String go(String json) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out, new Deflater(), 512, true)) {
      zlib.write(json.getBytes(UTF_8));
      zlib.flush();
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
  }

  @Test
  void aTextThatIsNotWholeIsRefused() throws Exception {
    String segment = go("{\"act\":\"c\",\"t_url\":\"http://example.com/abcdefghi\"}");

    for (int length = 0; length < segment.length() - 20; length++) {
      String path = "/" + segment.substring(0, length);
      assertThrows(BadLinkException.class, () -> decoder.decode(path), path);
      assertThrows(BadLinkException.class, () -> decoder.decode(path + "/"), path);
    }
  }

  @Test
  void aWrongChecksumIsRefusedWhateverStandsAround() throws Exception {
    String url = new TrackingUrl("https://t").encode(Samples.CLICK);
    byte[] zlib = Base64.getUrlDecoder().decode(url.substring("https://t/".length()));
    zlib[zlib.length - 3] ^= 1;
    String wrong = Base64.getUrlEncoder().encodeToString(zlib);

    for (String behind : BEHIND) {
      assertThrows(BadLinkException.class, () -> decoder.decode("/" + wrong + behind), behind);
      assertThrows(
          BadLinkException.class, () -> decoder.decode("/=%0D%0A" + wrong + behind), behind);
    }
  }

  @Test
  void thePathThatCanBeReadAsItIsWins() throws Exception {
    String first =
        new TrackingUrl("https://t").encode(Samples.CLICK).substring("https://t".length());
    TrackingLink other = new TrackingLink(Action.OPEN, "", "m2", "c@d", null, false);
    String second = new TrackingUrl("https://t").encode(other).substring("https://t".length());

    assertEquals(other, decoder.decode(first + second));
    assertEquals(other, decoder.decode(first + "%20" + second));
    assertEquals(Samples.CLICK, decoder.decode(first + "%20" + second + "."));
  }

  @Test
  void theLimitOfALinkHoldsForAMangledOne() throws Exception {
    TrackingLink large = new TrackingLink(Action.OPEN, "", "m", "a".repeat(20_000), null, false);
    String path = new TrackingUrl("https://t").encode(large).substring("https://t".length());

    String reason = assertThrows(BadLinkException.class, () -> decoder.decode(path + ".")).reason();

    assertEquals("the link inflates to more than 16384 bytes", reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/eJw", "/eJw=", "e%20J%20w%20", "-eJx", "=eJw%0D%0A", "/eJwA/"})
  void aPathOfManyBeginningsIsRefused(String part) {
    String path = "/" + part.repeat(8000 / part.length());

    assertThrows(BadLinkException.class, () -> decoder.decode(path));
  }

  /** A link of which much is known. */
  private static final class Samples {
    static final TrackingLink CLICK =
        new TrackingLink(Action.CLICK, "https://example.com/x", "0000aa", "a@b", null, false);
  }

  @Provide
  Arbitrary<TrackingLink> links() {
    Arbitrary<String> text = Arbitraries.strings().ascii().ofMaxLength(60);
    return Combinators.combine(
            Arbitraries.of(Action.values()), text, text, text, Arbitraries.of(true, false))
        .as((action, url, id, rcpt, un) -> new TrackingLink(action, url, id, rcpt, null, un));
  }

  @Provide
  Arbitrary<String> prefixes() {
    return Arbitraries.of("", "/eng", "/a/b%20c", "/eJwx", "/x=y", "/a+b", "//");
  }

  @Provide
  Arbitrary<String> before() {
    return Arbitraries.oneOf(Arbitraries.just(""), Arbitraries.of(BEFORE));
  }

  @Provide
  Arbitrary<String> behind() {
    return Arbitraries.oneOf(Arbitraries.just(""), Arbitraries.of(BEHIND));
  }

  @Provide
  Arbitrary<UnaryOperator<String>> coded() {
    return Arbitraries.of(
        path -> path, path -> path.replace("%", "%25"), path -> path.replace("%", "%2525"));
  }

  @Provide
  Arbitrary<UnaryOperator<String>> inside() {
    Arbitrary<UnaryOperator<String>> broken =
        Combinators.combine(Arbitraries.of(INSIDE), Arbitraries.integers().between(1, 76))
            .as(
                (gap, width) ->
                    segment -> String.join(gap, segment.split("(?<=\\G.{" + width + "})")));
    Arbitrary<UnaryOperator<String>> padding =
        Arbitraries.of(
            segment -> segment,
            segment -> segment.replace("=", ""),
            segment -> segment.replace("=", "%3D"),
            segment -> segment.replace("=", "%253D"),
            segment -> segment.replace("=", "=3D"),
            segment -> segment.replace("=", "%3D3D"));
    return Combinators.combine(broken.injectNull(0.3), padding)
        .as((gaps, pads) -> segment -> mangled(segment, gaps, pads));
  }

  private static String mangled(
      String segment, @Nullable UnaryOperator<String> gaps, UnaryOperator<String> pads) {
    String text = segment.replace("=", "");
    return (gaps == null ? text : gaps.apply(text)) + pads.apply(segment.substring(text.length()));
  }
}
