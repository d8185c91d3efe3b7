package io.github.pmtatracking.wrapper.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseUrlTest {
  @ParameterizedTest
  @CsvSource({
    "g, http://a/b/c/g",
    "./g, http://a/b/c/g",
    "g/, http://a/b/c/g/",
    "/g, http://a/g",
    "//g, http://g",
    "?y, http://a/b/c/d?y",
    "g?y, http://a/b/c/g?y",
    "g#s, http://a/b/c/g#s",
    "., http://a/b/c/",
    "./, http://a/b/c/",
    ".., http://a/b/",
    "../g, http://a/b/g",
    "../.., http://a/",
    "../../../g, http://a/g",
    "/./g, http://a/g",
    "/../g, http://a/g",
    "g., http://a/b/c/g.",
    "..g, http://a/b/c/..g",
    "./../g, http://a/b/g",
    "g/./h, http://a/b/c/g/h",
    "g/../h, http://a/b/c/h",
    "g?y/../x, http://a/b/c/g?y/../x"
  })
  void resolvesTheExamplesOfRfc3986(String relative, String absolute) {
    assertEquals(absolute, new BaseUrl("http://a/b/c/d?q").resolve(relative, 100));
  }

  @Test
  void anAbsoluteUrlOverTheMaximumLengthIsNotMade() {
    BaseUrl base = new BaseUrl("http://a/b/");

    assertEquals("http://a/b/12345", base.resolve("12345", 16));
    assertNull(base.resolve("123456", 16));
  }

  @Test
  void aBaseWithoutAPathIsTheRoot() {
    assertEquals("http://a/x", new BaseUrl("http://a").resolve("x", 100));
    assertEquals("http://a/x", new BaseUrl("http://a?q").resolve("../x", 100));
  }
}
