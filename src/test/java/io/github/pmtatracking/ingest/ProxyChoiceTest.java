package io.github.pmtatracking.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment as Go's golang.org/x/net/http/httpproxy reads it. */
class ProxyChoiceTest {
  private static final String API = "https://api.sparkpost.com";

  @ParameterizedTest
  @CsvSource({
    "http://proxy:3128, http://proxy:3128",
    "proxy:3128, http://proxy:3128",
    "proxy, http://proxy:80",
    "http://proxy/, http://proxy:80",
    "https://proxy, https://proxy:443",
    "HTTP://10.0.0.1:8080/path, http://10.0.0.1:8080",
    "http://[2001:db8::1]:3128, http://[2001:db8::1]:3128",
    "http://user:pa%2Fss@proxy:3128, http://proxy:3128"
  })
  void anAddressIsReadWithSchemeAndPortOrWithout(String text, String proxy) {
    assertEquals(proxy + " (HTTPS_PROXY)", "" + choice(API, "HTTPS_PROXY", text));
  }

  @Test
  void userAndPasswordAreDecodedAndGoInBasicFormAndIntoNoMessage() {
    HttpProxy proxy = HttpProxy.parse("http://us%3Aer:p+%40%C3%BC:@proxy:1", "x");

    assertEquals("Basic dXM6ZXI6cCtAw7w6", proxy.authorization());
    assertFalse(proxy.toString().contains("us"), proxy.toString());
    assertEquals("Basic dXNlcjo=", HttpProxy.parse("user@proxy", "x").authorization());
    assertNull(HttpProxy.parse("proxy", "x").authorization());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://proxy:1080",
        "ftp://proxy",
        "http://",
        "http://proxy:0",
        "http://proxy:65536",
        "proxy:port",
        "http://u:%zz@proxy",
        "http://a b:1"
      })
  void whatIsNoProxyIsRefusedWithItsNameAndWithoutItsPassword(String text) {
    String message =
        String.valueOf(
            assertThrows(BadSettingException.class, () -> choice(API, "https_proxy", text))
                .getMessage());

    assertTrue(message.startsWith("https_proxy = \""), message);
    assertTrue(message.contains("feeder.http.proxy = none"), message);
    assertFalse(message.contains("%zz"), message);
  }

  @Test
  void upperCaseIsReadBeforeLowerCaseAndEmptyIsAsIfMissing() {
    assertEquals("a", host(choice(API, "HTTPS_PROXY", "a", "https_proxy", "b")));
    assertEquals("b", host(choice(API, "HTTPS_PROXY", "", "https_proxy", "b")));
    assertNull(choice(API, "HTTPS_PROXY", ""));
  }

  @Test
  void eachSchemeHasItsOwnProxyAndCgiHasNoneForHttp() {
    assertNull(choice(API, "HTTP_PROXY", "a", "ALL_PROXY", "b"));
    assertEquals("a", host(choice("http://api.example", "HTTP_PROXY", "a", "HTTPS_PROXY", "b")));
    assertNull(choice("http://api.example", "HTTP_PROXY", "a", "REQUEST_METHOD", "GET"));
    assertEquals("a", host(choice(API, "HTTPS_PROXY", "a", "REQUEST_METHOD", "GET")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*|https://a.example",
        "a.example|https://a.example",
        "a.example|https://b.a.example",
        " x , A.Example |https://a.EXAMPLE",
        ".example|https://a.example",
        "*.example|https://a.example",
        "a.example:443|https://a.example",
        "a.example:8443|https://a.example:8443",
        "münchen.example|https://xn--mnchen-3ya.example",
        "192.0.2.1|https://192.0.2.1",
        "192.0.2.1:443|https://192.0.2.1",
        "192.0.2.0/24|https://192.0.2.77",
        "2001:db8::/32|https://[2001:db8::1]",
        "2001:db8::1|https://[2001:db8::1]",
        "[2001:db8::1]:443|https://[2001:db8:0::1]",
        "''|https://localhost:1",
        "''|https://127.8.7.6",
        "''|https://[::1]:444"
      })
  void aHostOfNoProxyOrOfThisMachineIsReachedWithoutProxy(String noProxy, String url) {
    assertNull(choice(url, "HTTPS_PROXY", "proxy", "no_proxy", noProxy));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".a.example|https://a.example",
        "*.a.example|https://a.example",
        "a.example|https://aa.example",
        "a.example:80|https://a.example",
        "192.0.2.1:80|https://192.0.2.1",
        "192.0.2.0/24|https://192.0.3.1",
        "192.0.2.0/99|https://192.0.2.1",
        ":443|https://a.example",
        ",,|https://a.example",
        "localhost|https://localhost.example"
      })
  void allOthersAreReachedThroughIt(String noProxy, String url) {
    assertEquals("proxy", host(choice(url, "HTTPS_PROXY", "proxy", "NO_PROXY", noProxy)));
  }

  @Test
  void theSettingWinsAndNoneTurnsTheProxyOff() {
    Map<String, String> environment = Map.of("HTTPS_PROXY", "a", "NO_PROXY", "*");
    Settings settings = settings();

    assertEquals(
        "b", host(ProxyChoice.of(settings.with("feeder.http.proxy", "b"), environment, API)));
    assertNull(
        ProxyChoice.of(
            settings.with("feeder.http.proxy", "none"), Map.of("HTTPS_PROXY", "socks5://a"), API));
    String message =
        String.valueOf(
            assertThrows(
                    BadSettingException.class,
                    () ->
                        ProxyChoice.of(
                            settings.with("feeder.http.proxy", "socks5://u:pw@a"),
                            environment,
                            API))
                .getMessage());
    assertTrue(message.startsWith("feeder.http.proxy = \"socks5://***@a\""), message);
  }

  private static Settings settings() {
    return Settings.load(null, Map.of(), Map.of());
  }

  private static @Nullable String host(@Nullable HttpProxy proxy) {
    return proxy == null ? null : proxy.host();
  }

  private static @Nullable HttpProxy choice(String url, String... environment) {
    Map<String, String> variables =
        environment.length == 2
            ? Map.of(environment[0], environment[1])
            : Map.of(environment[0], environment[1], environment[2], environment[3]);
    return ProxyChoice.of(settings(), variables, url);
  }
}
