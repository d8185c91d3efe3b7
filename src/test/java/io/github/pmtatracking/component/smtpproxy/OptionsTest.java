package io.github.pmtatracking.component.smtpproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.api.SmtpPath;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.net.WriteTimeouts;
import io.github.pmtatracking.component.smtpproxy.server.ProxySettings;
import io.github.pmtatracking.component.smtpproxy.upstream.EhloKeywords;
import io.github.pmtatracking.component.smtpproxy.upstream.InMemoryDeliveredRecipients;
import io.github.pmtatracking.component.smtpproxy.upstream.SourceAddresses;
import io.github.pmtatracking.component.smtpproxy.upstream.XclientCommand;
import io.github.pmtatracking.text.ByteSize;
import io.github.pmtatracking.text.CidrBlock;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How options and the parts of commands are read. */
class OptionsTest {

  @ParameterizedTest
  @CsvSource({
    "RCPT TO:<fred@example.com>, fred@example.com",
    "rcpt to:<fred@example.com> NOTIFY=NEVER, fred@example.com",
    "RCPT TO: <fred@example.com>, fred@example.com",
    "RCPT TO:fred@example.com NOTIFY=NEVER, fred@example.com",
    "'RCPT TO:<@a.example,@b.example:fred@example.com>', fred@example.com",
    "'RCPT TO:<\"a>b\"@example.com>', '\"a>b\"@example.com'",
    "'RCPT TO:<\"a\\\">b\"@example.com> X=1', '\"a\\\">b\"@example.com'",
    "'RCPT TO:<\"@x:y\"@example.com>', '\"@x:y\"@example.com'",
    "MAIL FROM:<>, ''",
    "MAIL FROM:<fred@example.com, fred@example.com"
  })
  void theMailboxIsFoundInACommand(String command, String mailbox) {
    assertEquals(mailbox, SmtpPath.mailbox(command));
  }

  @Test
  void aMailboxMayHoldUtf8() {
    assertEquals("käse@example.com", SmtpPath.mailbox(SmtpPath.wire("RCPT TO:<käse@example.com>")));
  }

  @ParameterizedTest
  @CsvSource({"4096,4096", "256KiB,262144", "50MiB,52428800", "1GiB,1073741824"})
  void sizesAreRead(String text, long bytes) {
    assertEquals(bytes, ByteSize.parse(text, "maxMessageSize"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "5MB", "5XiB", "x", "iB", "99999999999GiB"})
  void whatIsNoSizeIsRefusedByName(String text) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text, "maxMessageSize"));
    assertTrue(e.getMessage().startsWith("maxMessageSize = \"" + text + "\": wanted"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 192.0.2.8, true",
    "fc00::/7, fd12::1, true",
    "fc00::/7, fe80::1, false",
    "::1, 127.0.0.1, false"
  })
  void anAddressLiesInANetworkOrNot(String network, String address, boolean inside)
      throws Exception {
    assertEquals(
        inside, CidrBlock.parse(network, "clients").contains(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10/8", "example.com", "10.0.0.0/x", "/8", "fc00::/129"})
  void whatIsNoNetworkIsRefusedByName(String text) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> CidrBlock.parseList(text, "clients"));
    assertTrue(e.getMessage().startsWith("clients: \"" + text + "\""), e.getMessage());
  }

  @Test
  void sourcesAreChosenByNetworkAndByUser() throws Exception {
    SourceAddresses sources =
        new SourceAddresses("10.1.0.0/16=127.0.1.1, 10.0.0.0/8=127.0.1.2,user:a=b@c=127.0.1.3");
    assertEquals("127.0.1.1", text(sources.forClient(InetAddress.getByName("10.1.2.3"))));
    assertEquals("127.0.1.2", text(sources.forClient(InetAddress.getByName("10.2.2.3"))));
    assertNull(sources.forClient(InetAddress.getByName("192.0.2.1")));
    assertEquals("127.0.1.3", text(sources.forUser("a=b@c")));
    assertNull(sources.forUser("other"));
    for (String bad : List.of("10.0.0.0/8", "10.0.0.0/8=127.0.0.0/8", "x=127.0.0.1", "=1.2.3.4")) {
      assertThrows(IllegalArgumentException.class, () -> new SourceAddresses(bad), bad);
    }
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }

  @Test
  void sizeLeavesRoomToGrow() {
    SmtpProxyConfiguration options = new SmtpProxyConfiguration();
    options.setMaxMessageSize("8000");
    ProxySettings settings = ProxySettings.of(options);
    assertEquals(8_000, settings.offeredSize(0));
    assertEquals(800, settings.offeredSize(1_000));
    assertEquals(8_000, settings.offeredSize(1_000_000));
  }

  @Test
  void xclientTellsWhatUpstreamAsksFor() throws Exception {
    assertEquals(
        "XCLIENT NAME=[UNAVAILABLE] ADDR=192.0.2.1 PROTO=ESMTP HELO=a+2Bb",
        XclientCommand.command(
            "NAME ADDR PROTO HELO LOGIN", InetAddress.getByName("192.0.2.1"), "EHLO a+b"));
    assertEquals(
        "XCLIENT ADDR=IPV6:2001:db8:0:0:0:0:0:1",
        XclientCommand.command("ADDR", InetAddress.getByName("2001:db8::1"), "HELO x"));
  }

  @Test
  void aReplyThatCannotBeSentIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SmtpReply.of(99, "x"));
    assertThrows(IllegalArgumentException.class, () -> SmtpReply.of(250, "x\r\n250 y"));
    assertThrows(IllegalArgumentException.class, () -> new SmtpReply(250, List.of()));
  }

  @Test
  void whoWasServedIsForgottenAfterADayOrWithSuccess() {
    TestClock clock = new TestClock();
    InMemoryDeliveredRecipients memory = new InMemoryDeliveredRecipients(clock);
    memory.remember("one", List.of("a", "b"));
    memory.remember("two", List.of("c"));
    assertTrue(memory.any());
    memory.forget("one", List.of("a"));
    assertEquals(Set.of("b"), memory.served("one"));
    memory.forget("one", List.of("b"));
    assertEquals(Set.of(), memory.served("one"));
    clock.now = clock.now.plus(Duration.ofHours(23));
    assertEquals(Set.of("c"), memory.served("two"));
    clock.now = clock.now.plus(Duration.ofHours(2));
    assertEquals(Set.of(), memory.served("two"));
  }

  @Test
  void aWriteThatTakesTooLongIsCut() {
    long[] now = {0};
    List<String> cut = new ArrayList<>();
    WriteTimeouts watch = new WriteTimeouts(1_000, () -> now[0]);
    long quick = watch.begin(() -> cut.add("quick"));
    watch.begin(() -> cut.add("slow"));
    watch.end(quick);
    now[0] = 900_000_000L;
    watch.run();
    assertEquals(List.of(), cut);
    now[0] = 1_200_000_000L;
    watch.run();
    watch.run();
    assertEquals(List.of("slow"), cut);
  }

  @Test
  void anUnknownKeywordOfUpstreamIsNotPassedOn() {
    EhloKeywords keywords =
        new EhloKeywords(
            new SmtpReply(
                250, List.of("hello", "size 100", "CHUNKING", "XFOO", "auth=LOGIN", "DSN")));
    assertEquals(100, keywords.size());
    assertFalse(keywords.offers("BINARYMIME"));
    assertEquals(
        List.of("SIZE 80", "AUTH LOGIN", "DSN", "STARTTLS"),
        keywords.lines(Set.of("DSN", "8BITMIME"), 80L, Set.of("LOGIN", "PLAIN"), true));
  }

  private static final class TestClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
