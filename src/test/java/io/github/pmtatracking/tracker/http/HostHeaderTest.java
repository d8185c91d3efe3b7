package io.github.pmtatracking.tracker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostHeaderTest {
  private static final Pattern RFC_3986 =
      Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+(?::[0-9]{0,5})?");

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "t.example.com, true",
    "t.example.com:8888, true",
    "t.example.com:, true",
    ":80, true",
    "a_b~c, true",
    "a%20b, true",
    "[2001:db8::1]:80, true",
    "[::1], true",
    "t.example.com:888888, false",
    "t.example.com:80:80, false",
    "t.example.com:x, false",
    "a%2, false",
    "a b, false",
    "a/b, false",
    "user@host, false",
    "[::1, false",
    "[x], false",
    "[::1]x, false",
    "münchen.de, false",
  })
  void aHostIsANameOrAnAddressWithOrWithoutAPort(String value, boolean valid) {
    assertEquals(valid, HostHeader.isValid(value));
  }

  @Property
  void everyOtherValueIsCheckedAsTheRfcSays(
      @ForAll
          @CharRange(from = 'a', to = 'c')
          @CharRange(from = '0', to = '9')
          @Chars({'.', '-', ':', '%', '_', '/', '@', ' '})
          @StringLength(max = 12)
          String value) {
    assertEquals(RFC_3986.matcher(value).matches(), HostHeader.isValid(value));
  }
}
