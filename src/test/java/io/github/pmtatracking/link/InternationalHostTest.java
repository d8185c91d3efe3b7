package io.github.pmtatracking.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.IDN;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternationalHostTest {
  @ParameterizedTest
  @CsvSource({
    "münchen.de, xn--mnchen-3ya.de",
    "MÜNCHEN.de, xn--mnchen-3ya.de",
    "mu\u0308nchen.de, xn--mnchen-3ya.de",
    "m\u00adünchen.de, xn--mnchen-3ya.de",
    "www.bücher.example., www.xn--bcher-kva.example.",
    "例え.テスト, xn--r8jz45g.xn--zckzah",
    "例え。テスト, xn--r8jz45g.xn--zckzah",
    "faß.de, xn--fa-hia.de",
    "βόλος.com, xn--nxasmm1c.com",
    "i❤.ws, xn--i-7iq.ws",
    "💩.la, xn--ls8h.la",
    "ｅｘａｍｐｌｅ.com, example.com",
  })
  void aHostIsWrittenAsBrowsersDo(String host, String ascii) {
    assertEquals(ascii, InternationalHost.toAscii(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ü..de",
        ".ü.de",
        "ü／x.de",
        "ü%2f.de",
        "ü x.de",
        "ü\u202e.de",
        "\u0301ü.de",
        "xn--ü.de",
        "a\u200db.de",
        "ü：80",
        "\u00ad"
      })
  void aHostThatIsNoNameIsNotConverted(String host) {
    assertNull(InternationalHost.toAscii(host));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 53})
  void aLabelMayBeAsLongAsItsEncodingFits(int length) {
    String ascii = InternationalHost.toAscii("ü".repeat(length) + ".de");

    assertEquals("ü".repeat(length) + ".de", IDN.toUnicode(String.valueOf(ascii)));
  }

  /** Punycode of so many different characters would take minutes. */
  @Test
  void aLabelThatCannotFitIsNotEvenEncoded() {
    StringBuilder label = new StringBuilder();
    for (int point = 0x20000; point < 0x2a6df; point++) {
      label.appendCodePoint(point);
    }

    assertNull(InternationalHost.toAscii(label.toString().repeat(50)));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 300})
  void aLabelThatIsTooLongIsNotConverted(int length) {
    assertNull(InternationalHost.toAscii("ü".repeat(length) + ".de"));
  }

  @Property(tries = 2000)
  void javaAgreesWhereTheTwoStandardsDo(@ForAll("labels") String label) {
    String host = label + ".example";

    assertEquals(IDN.toASCII(host, IDN.ALLOW_UNASSIGNED), InternationalHost.toAscii(host));
  }

  @Provide
  Arbitrary<String> labels() {
    return Arbitraries.strings()
        .withChars("abcxyz019äöüéèñçøåłžčабвгдежиклмнопρθλ日本語中文字한국어")
        .ofMinLength(1)
        .ofMaxLength(12);
  }
}
