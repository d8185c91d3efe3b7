package io.github.pmtatracking.wrapper.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyConstants;
import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.testing.CapturedLog;
import io.github.pmtatracking.testing.TrackedMail;
import io.github.pmtatracking.wrapper.MessageRewriter;
import io.github.pmtatracking.wrapper.RewriteLimits;
import io.github.pmtatracking.wrapper.RewritePolicy;
import io.github.pmtatracking.wrapper.WrapperCounters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.StreamCache;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailTrackingTest {
  private static final String TRACKER = RunningWrapper.TRACKER;
  private static final RewritePolicy CLICKS = RewritePolicy.tracking(false, false, true);
  private static final String HTML =
      "Content-Type: text/html\r\n\r\n<a href=\"http://e.com/\">x</a>\r\n";

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @AfterEach
  void closeCamel() throws IOException {
    camel.close();
  }

  private Exchange exchange(Object body, String... recipients) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(body);
    exchange.getMessage().setHeader(SmtpProxyConstants.RECIPIENTS, List.of(recipients));
    return exchange;
  }

  private static MailTracking tracking(RewritePolicy policy) {
    return new MailTracking(
        new MessageRewriter(new TrackingUrl(TRACKER), policy), new WrapperCounters());
  }

  private static List<MessageCopy> list(Iterable<MessageCopy> copies) {
    List<MessageCopy> list = new ArrayList<>();
    copies.forEach(list::add);
    return list;
  }

  private static byte[] bytes(MessageContent content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    assertEquals(content.size(), out.size());
    return out.toByteArray();
  }

  @Test
  void theCopyForOneRecipientIsMadeInTheStep() throws Exception {
    List<MessageCopy> copies = list(tracking(CLICKS).track(exchange(ascii(HTML), "a@e.com")));

    assertEquals(1, copies.size());
    MessageCopy copy = copies.get(0);
    assertEquals(List.of("a@e.com"), copy.recipients());
    assertSame(copy.content(), copy.content());
    TrackedMail mail = new TrackedMail(TRACKER, bytes(copy.content()));
    mail.requireLinksOf("a@e.com", 1);
    assertEquals(
        Map.of("id", mail.messageId(), "links", "1", "pixels", "0"), copy.content().details());
  }

  @Test
  void iteratingAgainGivesTheSameCopiesWithTheSameBytes() throws Exception {
    Iterable<MessageCopy> copies =
        tracking(CLICKS).track(exchange(ascii(HTML), "a@e.com", "b@e.com"));

    List<MessageCopy> first = list(copies);
    List<MessageCopy> second = list(copies);

    assertEquals(2, first.size());
    for (int i = 0; i < 2; i++) {
      assertSame(first.get(i), second.get(i));
      byte[] message = bytes(first.get(i).content());
      assertArrayEquals(message, bytes(second.get(i).content()));
      new TrackedMail(TRACKER, message).requireLinksOf(first.get(i).recipients().get(0), 1);
    }
    assertNotSame(first.get(0).content(), first.get(0).content(), "held in memory until sent");
  }

  @Test
  void aMessageOverALimitIsCountedOnceForEachCopy() throws Exception {
    RewritePolicy policy = CLICKS.with(new RewriteLimits(10, 10, 60));
    byte[] html = ascii(HTML.repeat(1).replace("\">", "/" + "x".repeat(10) + "\">"));
    try (CapturedLog log = CapturedLog.of(TrackingLog.class)) {
      for (MessageCopy copy : tracking(policy).track(exchange(html, "a@e.com"))) {
        for (int i = 0; i < 3; i++) {
          assertEquals("too-much", copy.content().details().get("untracked"));
        }
      }
      assertEquals(1, log.lines().size(), log.lines()::toString);
    }
  }

  @Test
  void aStreamCacheIsReadWholeAndMayBeReadAgain() throws Exception {
    StreamCache cache = new InputStreamCache(ascii(HTML));
    ((InputStream) cache).readNBytes(10);
    Exchange exchange = exchange(cache, "a@e.com");

    for (int i = 0; i < 2; i++) {
      MessageCopy copy = tracking(CLICKS).track(exchange).iterator().next();
      new TrackedMail(TRACKER, bytes(copy.content())).requireLinksOf("a@e.com", 1);
    }
  }

  @Test
  void aBodyThatIsNoMessageFailsTheStep() {
    assertThrows(
        InvalidPayloadException.class,
        () -> tracking(CLICKS).track(exchange(new Object(), "a@e.com")));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
