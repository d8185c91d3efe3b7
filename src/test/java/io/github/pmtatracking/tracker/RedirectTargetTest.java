package io.github.pmtatracking.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.BadLinkException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RedirectTargetTest {

  @Test
  void aUrlOfVisibleAsciiStaysAsItIs() throws Exception {
    String url = "https://u:p@example.com:8443/a;b/%7e|{}^`\"<>\\?q=[1]&r=a+b#frag";

    assertEquals(url, RedirectTarget.of(url));
  }

  @Test
  void aControlCharacterThatAHeaderCannotHoldIsNoReasonToTurnAReaderAway() throws Exception {
    assertEquals(
        "https://example.com/%C2%93week%C2%85%E2%80%A8",
        RedirectTarget.of("https://example.com/\u0093week\u0085\u2028"));
    for (String refused : new String[] {"\r\nX: y", "\t", "\u0000", "\u007f"}) {
      assertThrows(BadLinkException.class, () -> RedirectTarget.of("https://x/" + refused));
    }
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
