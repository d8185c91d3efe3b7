package io.github.pmtatracking.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkDecoderTest {
  /** A link of the older generation (docs/formats.md, "Older links"). */
  private static final String OLDER_OPEN =
      "/tracking/open/eJxdT81uwyAMfpWI6xqSbolYeuoDrKc9AHKIoawBInCqRlXffVBt0jT5Ytnf750pcAtY46Wd"
          + "2KFiH5CoOlm_ElafcLXeJLarWFQLSQoFQZjopW3bYS-G_ugD1SGCN8h15GNYvdrqZP2FU9xc2hL3SEXBJSN1"
          + "DO5X4pgIr0h12f9jn24OCTL4_siHtI5fqKhw_4QiiAZJztlNrnEu3zPRcmgavOVWM3IVXGP9hDd-Jjc_ORHU"
          + "JQv81N0LGF_LdAI6_T5B1-Nbr4dOTEKrHtnjG0smYWM=";

  private final LinkDecoder decoder = new LinkDecoder();

  @Test
  void anOlderOpenHasItsActionInThePath() throws Exception {
    TrackingLink link = decoder.decode(OLDER_OPEN);

    assertEquals(Action.OPEN, link.action());
    assertEquals("test+00091795@not-orange.fr.bouncy-sink.trymsys.net", link.recipient());
    assertEquals("", link.messageId());
    assertEquals("", link.targetUrl());
  }

  @Test
  void anOlderClickLeadsToItsTarget() throws Exception {
    TrackingLink link = decoder.decode(OLDER_OPEN.replace("/open/", "/click/"));

    assertEquals(Action.CLICK, link.action());
    assertEquals("http://example.com/index.html", link.targetUrl());
  }

  @Test
  void anOlderLinkCarriesItsMessageId() throws Exception {
    TrackingLink link =
        decoder.decode("/tracking/click/" + segment("{\"message_id\":\"00aa\",\"rcpt_meta\":{}}"));

    assertEquals("00aa", link.messageId());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"target_link_url\":\"http://x/\",\"x_sp_message_id\":\"00aa\"}               | 00aa",
        "{\"target_link_url\":\"http://x/\",\"X_Sp_Message_Id\":\"00aa\"}               | 00aa",
        "{\"message_id\":\"00bb\",\"target_link_url\":\"http://x/\",\"x_sp_message_id\":\"00aa\"}|"
            + " 00bb",
        "{\"target_link_url\":\"http://x/\",\"x_sp_message_id\":null}                   | ''",
        "{\"target_link_url\":\"http://x/\",\"x_sp_message_id\":7}                      | ''",
        "{\"x_sp_message_id\":{\"message_id\":\"c\"},\"target_link_url\":\"http://x/\"} | ''",
        "{\"target_link_url\":\"http://x/\",\"tracking_id\":\"00aa\"}                    | ''",
      })
  void theOldestLinksHaveTheirMessageIdInAnotherFieldAndAllLeadToTheirTarget(String json, String id)
      throws Exception {
    assertEquals(
        new TrackingLink(Action.CLICK, "http://x/", id, "", null, false),
        decoder.decode("/tracking/click/" + segment(json)));
  }

  @Test
  void aLinkWithASubPathIsRead() throws Exception {
    TrackingLink link =
        new TrackingLink(
            Action.CLICK, "https://example.com/", "0000a", "a@example.com", null, false);
    String url = new TrackingUrl("https://t.example.com/p").encode(link, "open/in-app");

    assertTrue(url.startsWith("https://t.example.com/p/f/open/in-app/eJ"), url);
    assertEquals(link, decoder.decode(url.substring("https://t.example.com".length())));
  }

  @Test
  void aCurrentLinkMayHaveAPrefixThatLooksOlder() throws Exception {
    TrackingLink link =
        decoder.decode("/tracking/open/" + segment("{\"act\":\"c\",\"rcpt\":\"a\"}"));

    assertEquals(new TrackingLink(Action.CLICK, "", "", "a", null, false), link);
  }

  @Test
  void paddingMayBeMissingOrPercentEncodedAndAQueryIsIgnored() throws Exception {
    String padded = segment("{\"act\":\"o\",\"rcpt\":\"ab\"}");
    assertTrue(padded.endsWith("="), padded);
    TrackingLink link = new TrackingLink(Action.OPEN, "", "", "ab", null, false);

    assertEquals(link, decoder.decode("/" + padded.replace("=", "")));
    assertEquals(link, decoder.decode("/a/b/" + padded.replace("=", "%3D")));
    assertEquals(link, decoder.decode("/" + padded + "?utm=/x"));
  }

  @Test
  void nameAndUnsubscribeTravelInTheLink() throws Exception {
    TrackingLink link = new TrackingLink(Action.CLICK, "https://a/", "m", "r", "näme", true);

    String url = new TrackingUrl("https://t.example.com").encode(link);

    assertEquals(link, decoder.decode(url.substring("https://t.example.com".length())));
  }

  @Test
  void whatGoReadsIsRead() throws Exception {
    TrackingLink open = new TrackingLink(Action.OPEN, "", "", "", null, false);

    assertEquals(open, decode("{\"ACT\":\"o\",\"msg_id\":null,\"zz\":{\"act\":[1]}}"));
    assertEquals(open, decode("{\"act\":\"c\",\"Act\":\"o\"} \n"));
    assertEquals(open, decode("{\"act\":\"o\",\"unsub\":{\"rcpt\":1}}"));
    assertEquals(
        "\ufffd",
        decoder
            .decode(
                "/"
                    + segment(
                        new byte[] {
                          '{',
                          '"',
                          'r',
                          'c',
                          'p',
                          't',
                          '"',
                          ':',
                          '"',
                          (byte) 0xff,
                          '"',
                          ',',
                          '"',
                          'a',
                          'c',
                          't',
                          '"',
                          ':',
                          '"',
                          'o',
                          '"',
                          '}'
                        }))
            .recipient());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "\"act\"",
        "{\"act\":\"\"}",
        "{\"act\":\"C\"}",
        "{\"act\":\"click\"}",
        "{\"act\":1}",
        "{\"act\":\"c\",\"rcpt\":{}}",
        "{\"act\":\"c\"} x",
        "{\"act\":\"c\"}{}",
        "{\"act\":\"c\"",
        "{act:'c'}",
        ""
      })
  void aLinkWithoutAUsableActionIsRefused(String json) {
    assertThrows(BadLinkException.class, () -> decode(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "x",
        "//",
        "/favicon.ico",
        "/a=b",
        "/%",
        "/%4",
        "/%zz",
        "/eJw",
        "/eJyrVkpMLlGyUspX",
        "/AAAA",
        "/+/+",
        "/%00",
        "/ü",
        "/?eJyrVkpMLlGyUspXqgUAFNkDYg=="
      })
  void whatIsNoLinkIsRefusedInOneLine(String path) {
    String message = assertThrows(BadLinkException.class, () -> decoder.decode(path)).reason();

    assertFalse(message.isBlank());
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
  }

  @Test
  void aDamagedLinkIsRefused() throws Exception {
    String whole = segment("{\"act\":\"o\",\"rcpt\":\"someone@example.com\"}");
    byte[] zlib = Base64.getUrlDecoder().decode(whole);
    zlib[zlib.length - 1] ^= 1;
    String wrongSum = Base64.getUrlEncoder().encodeToString(zlib);

    assertThrows(BadLinkException.class, () -> decoder.decode("/" + wrongSum));
    assertThrows(BadLinkException.class, () -> decoder.decode("/" + whole.substring(0, 20)));
  }

  @Test
  void aLinkInflatesToSixteenKilobytesAtMost() throws Exception {
    String frame = "{\"act\":\"o\",\"rcpt\":\"\"}";
    int room = 16 * 1024 - frame.length();

    String fits = "{\"act\":\"o\",\"rcpt\":\"" + "a".repeat(room) + "\"}";
    String tooLong = "{\"act\":\"o\",\"rcpt\":\"" + "a".repeat(room + 1) + "\"}";

    assertEquals(room, decode(fits).recipient().length());
    assertTrue(
        assertThrows(BadLinkException.class, () -> decode(tooLong)).reason().contains("16384"));
    // and one that would fill the memory
    assertThrows(BadLinkException.class, () -> decode(" ".repeat(100_000_000)));
  }

  @Test
  void manyThreadsDecodeAtOnce() {
    TrackingUrl url = new TrackingUrl("http://localhost:8888");

    long right =
        IntStream.range(0, 20_000)
            .parallel()
            .filter(
                i -> {
                  TrackingLink link =
                      new TrackingLink(
                          Action.CLICK, "http://x/" + i, "m" + i, "r" + i, null, false);
                  try {
                    return decoder
                        .decode(url.encode(link).substring("http://localhost:8888".length()))
                        .equals(link);
                  } catch (BadLinkException e) {
                    return false;
                  }
                })
            .count();

    assertEquals(20_000, right);
  }

  private TrackingLink decode(String json) throws BadLinkException, IOException {
    return decoder.decode("/" + segment(json));
  }

  private static String segment(String json) throws IOException {
    return segment(json.getBytes(UTF_8));
  }

  private static String segment(byte[] json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
      zlib.write(json);
    }
    return Base64.getUrlEncoder().encodeToString(out.toByteArray());
  }
}
