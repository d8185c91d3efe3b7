package io.github.pmtatracking.ingest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*|api.example",
        "example|api.example",
        ".example|api.example",
        "*.example|api.example",
        "EXAMPLE|Api.Example",
        "api.example:443|api.example",
        "other, example|api.example",
        "b\u00fccher.example|xn--bcher-kva.example",
        "192.0.2.0/24|192.0.2.9",
        "192.0.2.9:443|192.0.2.9",
        "2001:db8::/32|2001:db8::1",
        "''|localhost",
        "''|127.0.0.2",
        "''|::1"
      })
  void aListedHostNeedsNoProxy(String list, String host) {
    assertTrue(new NoProxy(list).contains(host, 443));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|api.example",
        ".api.example|api.example",
        "pi.example|api.example",
        "api.example:80|api.example",
        "192.0.2.0/24|192.0.3.9",
        "192.0.2.0/24|api.example",
        "192.0.2.0/99|192.0.2.9"
      })
  void anotherHostNeedsTheProxy(String list, String host) {
    assertFalse(new NoProxy(list).contains(host, 443));
  }

  @Test
  void emptyPartsOfTheListAreIgnored() {
    assertFalse(new NoProxy(",, :443,").contains("api.example", 443));
  }
}
