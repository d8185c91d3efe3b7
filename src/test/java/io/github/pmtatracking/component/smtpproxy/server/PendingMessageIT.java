package io.github.pmtatracking.component.smtpproxy.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies that are made when they are sent. */
class PendingMessageIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  private static final String DEFERRED = "451 4.3.0 Message could not be handled, try again later";

  private static final String RECIPIENT = "a@example.com";

  @Test
  void aCopyIsMadeOnceAlthoughOtherStepsReadTheBody() throws Exception {
    AtomicInteger made = new AtomicInteger();
    Processor step =
        exchange -> {
          sending(
                  () -> {
                    made.incrementAndGet();
                    return MessageContent.of("made\r\n".getBytes(ISO_8859_1), Map.of());
                  })
              .process(exchange);
          for (Object copy : exchange.getIn().getBody(List.class)) {
            assertEquals("MessageCopy[" + RECIPIENT + "]", copy.toString());
          }
        };
    try (Proxy proxy = smtp.start(step);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", send(client));
      assertEquals("made\r\n", new String(upstream.mail().data(), ISO_8859_1));
      assertEquals(1, made.get());
    }
  }

  @Test
  void aCopyThatCannotBeMadeIsDeferredBeforeData() throws Exception {
    Processor step =
        sending(
            () -> {
              throw new IllegalStateException("broken");
            });
    try (Proxy proxy = smtp.start(step);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals(DEFERRED, send(client));
      assertFalse(upstream.lines().contains("DATA"));
    }
  }

  @Test
  void aCopyThatFailsWhileItIsSentIsDeferredAndUpstreamAcceptsNoPartOfIt() throws Exception {
    for (Runnable failure : List.<Runnable>of(PendingMessageIT::fail, PendingMessageIT::overflow)) {
      Processor step = sending(() -> new HalfContent(failure));
      try (Proxy proxy = smtp.start(step);
          SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
        assertEquals(DEFERRED, send(client));
        await().until(() -> upstream.openSessions() == 0);
        assertEquals(0, upstream.waiting());
      }
    }
  }

  private static Processor sending(Supplier<MessageContent> content) {
    return exchange ->
        exchange.getIn().setBody(List.of(new MessageCopy(List.of(RECIPIENT), content)));
  }

  private static String send(SmtpTalk client) throws IOException {
    client.say("MAIL FROM:<s@example.com>");
    client.say("RCPT TO:<" + RECIPIENT + ">");
    client.say("DATA");
    return client.send("Subject: x\r\n\r\n").say(".");
  }

  private static void fail() {
    throw new IllegalStateException("broken");
  }

  private static void overflow() {
    throw new StackOverflowError();
  }

  /** Writes more than any buffer holds, and fails then. */
  private record HalfContent(Runnable failure) implements MessageContent {
    @Override
    public long size() {
      return 200_000;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write("half a line\r\n".repeat(10_000).getBytes(ISO_8859_1));
      failure.run();
    }

    @Override
    public Map<String, String> details() {
      return Map.of();
    }
  }
}
