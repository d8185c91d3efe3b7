package io.github.pmtatracking.component.smtpproxy.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where a message is kept until the client gets its reply. */
class MessageBufferIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  private static final String LARGE =
      "Subject: x\r\n\r\n" + "0123456789abcdef0123456789abcdef0123456789abcdef\r\n".repeat(20_000);

  @TempDir Path folder;

  @Test
  void aLargeMessageIsKeptInAFile() throws Exception {
    String line = "x".repeat(70) + "\r\n";
    String large = line.repeat(6_000);
    boolean[] onDisk = {false};
    try (Proxy proxy =
            smtp.start(
                exchange ->
                    onDisk[0] =
                        !exchange.getIn().getBody(org.apache.camel.StreamCache.class).inMemory());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      client.say("DATA");
      assertEquals("250 2.0.0 message received", client.send(large).say("."));
      SinkMail mail = upstream.mail();
      assertEquals(large, new String(mail.data(), ISO_8859_1));
      assertTrue(onDisk[0]);
    }
  }

  @Test
  void theFileHasNoNameWhileAMessageIsHandled() throws Exception {
    CompletableFuture<Integer> files = new CompletableFuture<>();
    try (Proxy proxy =
            smtp.start(
                exchange -> files.complete(folder.toFile().list().length),
                "spoolDirectory=" + folder);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", send(client, LARGE));
      assertEquals(0, files.get(30, TimeUnit.SECONDS));
    }
  }

  static String send(SmtpTalk client, String message) throws IOException {
    client.say("MAIL FROM:<s@example.com>");
    client.say("RCPT TO:<a@example.com>");
    client.say("DATA");
    return client.send(message).say(".");
  }
}
