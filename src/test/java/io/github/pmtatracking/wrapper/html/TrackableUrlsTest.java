package io.github.pmtatracking.wrapper.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pmtatracking.wrapper.Mail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackableUrlsTest {
  private static final TrackableUrls URLS = new TrackableUrls(Mail.TRACKER);

  @Test
  void aUrlOverFourKilobytesIsNotTracked() {
    String longest = "http://e.com/" + "x".repeat(TrackableUrls.MAX_TARGET_BYTES - 13);
    TrackableUrls targets = new TrackableUrls(Mail.TRACKER);

    assertEquals(longest, targets.target(longest, null));
    assertEquals(null, targets.target(longest + "x", null));
  }

  @ParameterizedTest
  @CsvSource({
    "http://e.com, http://e.com",
    "' HTTPS://e.com/ ', HTTPS://e.com/",
    "http://e.com?a=1&amp;b=2, http://e.com?a=1&b=2",
    "http://e.com?a=1&copy=2, http://e.com?a=1&copy=2",
    "http://e.com/&#x7b;x, http://e.com/{x",
    "http://e.com/{x}, http://e.com/{x}",
    "http://e.com/100%, http://e.com/100%"
  })
  void anAbsoluteWebUrlIsTrackedWithItsEntitiesResolved(String value, String target) {
    assertEquals(target, URLS.target(value, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "#top",
        "mailto:a@e.com",
        "ftp://e.com/",
        "http://",
        "http://?q",
        "http:\\\\e.com",
        "page.html",
        "http://e.com/{{x}}",
        "http://e.com/{% x %}",
        "http://e.com/&#123;{x}}",
        "http://e.com/\u0001x",
        "https://track.example.net/t/abc"
      })
  void otherUrlsAreNotTracked(String value) {
    assertNull(URLS.target(value, null));
  }

  @Test
  void aBaseChangesRelativeUrlsOnly() {
    BaseUrl base = new BaseUrl("http://e.com/a/");

    assertEquals("http://e.com/a/page.html", URLS.target("page.html", base));
    assertEquals("http://f.com/", URLS.target("http://f.com/", base));
    assertNull(URLS.target("mailto:a@e.com", base));
    assertNull(URLS.target("#top", base));
  }
}
