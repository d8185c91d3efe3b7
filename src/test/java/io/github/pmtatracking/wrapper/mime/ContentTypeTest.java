package io.github.pmtatracking.wrapper.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {
  @Test
  void typeSubtypeAndNamesOfParametersAreInLowerCase() {
    ContentType type = ContentType.parse("Multipart/Mixed; BOUNDARY=\"A b\\\"c\"; x=Y");

    assertTrue(type.is("multipart", "mixed"));
    assertEquals(Map.of("boundary", "A b\"c", "x", "Y"), type.parameters());
    assertNull(type.parameter("charset"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          text/html                                             | ``
          text/html; charset=utf-8                              | utf-8
          text / html ; charset = "utf-8" ; ;                   | utf-8
          text/html (a (nested) comment); (x) charset=utf-8 (y) | utf-8
          text/html; charset*=us-ascii'en'utf%2D8               | utf-8
          text/html; charset*0=ut; charset*1*=f%2D8             | utf-8
          text/html; charset*0*=''ut; charset*1="f-8"           | utf-8
          text/html; charset=utf-8; charset*=''koi8-r           | koi8-r
          """)
  void theCharsetIsRead(String value, String charset) {
    ContentType type = ContentType.parse(value);

    assertTrue(type.is("text", "html"));
    assertEquals(charset, type.parameters().getOrDefault("charset", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/",
        "/html",
        "text/html; charset",
        "text/html; charset=\"utf-8",
        "text/html; charset=a; charset=b",
        "text/html (open comment",
        "text/html utf-8"
      })
  void aValueThatClientsMayReadInDifferentWaysIsRefused(String value) {
    assertNull(ContentType.parse(value));
  }

  @Test
  void aDispositionHasNoSubtype() {
    ContentType disposition = ContentType.parse("attachment; filename=x.html");

    assertTrue(disposition.is("attachment", ""));
    assertEquals("x.html", disposition.parameter("filename"));
  }
}
