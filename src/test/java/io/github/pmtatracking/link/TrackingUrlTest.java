package io.github.pmtatracking.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingUrlTest {
  private static final TrackingLink OPEN =
      new TrackingLink(Action.OPEN, "", "0000123456789abcdef0", "any@example.com", null, false);

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8888, http://localhost:8888/",
    "HTTPS://Track.Example.com/, https://Track.Example.com/",
    "https://t.example.com//a//b//, https://t.example.com/a/b/",
    "https://t.example.com/a/./b/../c, https://t.example.com/a/c/",
    "https://t.example.com/../.., https://t.example.com/",
    "https://t.example.com/a b, https://t.example.com/a%20b/",
    "http://[::1]:8888, http://[::1]:8888/",
  })
  void aLinkIsTheBaseAndOneSegment(String base, String start) {
    String url = new TrackingUrl(base).encode(OPEN);

    assertTrue(url.startsWith(start), url);
    assertTrue(url.substring(start.length()).matches("[A-Za-z0-9_-]+=*"), url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "track.example.com",
        "localhost:8888",
        "/eng",
        "ftp://t.example.com",
        "javascript:alert(1)",
        "http://",
        "http:///a",
        "http://:80",
        "http://t.example.com/?a=1",
        "http://user@t.example.com/",
        "http://t.example.com/%zz",
        "http://t.example.com:port/",
        "http://t.exämple.com/"
      })
  void aBaseThatCannotCarryLinksIsRefusedByNameOfTheFlag(String base) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new TrackingUrl(base)).toString();

    assertTrue(message.contains("\"" + base + "\""), message);
    assertTrue(message.contains("-tracking_url"), message);
  }

  @Test
  void ourOwnLinksAreKnownByHostAndPrefix() {
    TrackingUrl url = new TrackingUrl("https://t.example.com/eng");

    assertTrue(url.isOurs(url.encode(OPEN)));
    assertTrue(url.isOurs("HTTP://T.EXAMPLE.COM/eng/x"));
    assertTrue(url.isOurs("https://t.example.com:443/eng"));
    assertTrue(url.isOurs(" https://t.example.com/eng/a b?c=d "));
    assertFalse(url.isOurs("https://t.example.com/english"));
    assertFalse(url.isOurs("https://t.example.com/"));
    assertFalse(url.isOurs("https://t.example.com.evil.org/eng/x"));
    assertFalse(url.isOurs("https://t.example.com:8443/eng/x"));
    assertFalse(url.isOurs("ftp://t.example.com/eng/x"));
    assertFalse(url.isOurs("mailto:t.example.com"));
    assertFalse(url.isOurs("/eng/x"));
    assertFalse(url.isOurs("https://exa mple.com/%%"));
  }

  @Test
  void withoutAPrefixTheWholeHostIsOurs() {
    TrackingUrl url = new TrackingUrl("http://localhost:8888/");

    assertTrue(url.isOurs("http://localhost:8888"));
    assertTrue(url.isOurs("http://localhost:8888/anything"));
    assertFalse(url.isOurs("http://localhost/anything"));
  }

  @Test
  void aLongTargetIsKeptWhole() throws Exception {
    StringBuilder target = new StringBuilder("https://example.com/?");
    for (int i = 0; i < 1500; i++) {
      target.append(Integer.toHexString(i * 0x9e3779b9));
    }
    TrackingLink link = new TrackingLink(Action.CLICK, target.toString(), "m", "r", null, false);

    String path = new TrackingUrl("http://t/").encode(link).substring("http://t".length());

    assertEquals(link, new LinkDecoder().decode(path));
  }
}
