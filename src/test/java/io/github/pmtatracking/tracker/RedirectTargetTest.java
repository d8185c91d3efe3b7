package io.github.pmtatracking.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.BadLinkException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTargetTest {

  @Test
  void aUrlOfVisibleAsciiStaysAsItIs() throws Exception {
    String url = "https://u:p@example.com:8443/a;b/%7e|{}^`\"<>\\?q=[1]&r=a+b#frag";

    assertEquals(url, RedirectTarget.of(url));
  }

  @Test
  void aControlCharacterThatAHeaderCannotHoldIsNoReasonToRefuseAClient() throws Exception {
    assertEquals(
        "https://example.com/%C2%93week%C2%85%E2%80%A8",
        RedirectTarget.of("https://example.com/\u0093week\u0085\u2028"));
    for (String refused : new String[] {"\r\nX: y", "\t", "\u0000", "\u007f"}) {
      assertThrows(BadLinkException.class, () -> RedirectTarget.of("https://x/" + refused));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://münchen.de/weg, https://xn--mnchen-3ya.de/weg",
    "http://u:ö@münchen.de:8080/weg?ü=@ä#ö,"
        + " http://u:%C3%B6@xn--mnchen-3ya.de:8080/weg?%C3%BC=@%C3%A4#%C3%B6",
    "https://faß.de?a, https://xn--fa-hia.de?a",
    "https://münchen.de\\@x/, https://xn--mnchen-3ya.de\\@x/",
    "https://example.com/ü, https://example.com/%C3%BC",
    "https://M.example.com/ü, https://M.example.com/%C3%BC",
    "https://ü／x.de/, https://%C3%BC%EF%BC%8Fx.de/",
    "https://ü..de/, https://%C3%BC..de/",
    "https://[::1]:80/ü, https://[::1]:80/%C3%BC"
  })
  void aHostBeyondAsciiIsWrittenAsDnsHasIt(String target, String location) throws Exception {
    assertEquals(location, RedirectTarget.of(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:80/x",
        "https://:443",
        "http://u:p@/x",
        "http://@:80/",
        "http://@/x@y",
        "http://:/",
        "http://",
        "http://?x@y"
      })
  void aTargetWithoutAHostIsNone(String target) {
    assertThrows(BadLinkException.class, () -> RedirectTarget.of(target));
  }

  @Property(tries = 2000)
  void whateverTheLinkSaysTheHeaderIsVisibleAscii(@ForAll String rest) {
    try {
      String location = RedirectTarget.of("https://x" + rest);
      assertTrue(location.chars().allMatch(c -> c > ' ' && c < 0x7f), location);
    } catch (BadLinkException refused) {
      assertTrue(rest.chars().anyMatch(Character::isISOControl), rest);
    }
  }
}
