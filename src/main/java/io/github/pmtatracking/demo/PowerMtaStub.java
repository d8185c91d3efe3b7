package io.github.pmtatracking.demo;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A stub of PowerMTA: accepts mail, and then writes the delivery record of each recipient to the
 * accounting pipe (docs/formats.md, "Accounting pipe").
 */
final class PowerMtaStub implements AutoCloseable {
  static final String MESSAGE_ID_HEADER = "X-Sp-Message-Id";

  private final OutputStream pipe;
  private final SmtpSink sink;
  private final BlockingQueue<MimeMessage> delivered = new LinkedBlockingQueue<>();

  /**
   * @param pipe the standard input of acct_etl
   */
  PowerMtaStub(OutputStream pipe) throws IOException {
    this.pipe = pipe;
    account("type,rcpt,header_x-sp-message-id,header_x-sp-subaccount-id");
    this.sink = SmtpSink.start(0, SinkBehavior.FRIENDLY, this::deliver);
  }

  int port() {
    return sink.port();
  }

  /** The next delivered mail, or null when none came in time. */
  MimeMessage awaitDelivered(long seconds) throws InterruptedException {
    MimeMessage mail = delivered.poll(seconds, TimeUnit.SECONDS);
    if (mail == null) {
      throw new IllegalStateException(
          "no mail reached the stand-in for PowerMTA within " + seconds + " s");
    }
    return mail;
  }

  private void deliver(SinkMail mail) {
    try {
      MimeMessage message =
          new MimeMessage(
              Session.getInstance(new Properties()), new ByteArrayInputStream(mail.data()));
      String messageId = message.getHeader(MESSAGE_ID_HEADER, null);
      for (String recipient : mail.recipients()) {
        account("d," + recipient + "," + messageId + ",0");
      }
      delivered.add(message);
    } catch (MessagingException e) {
      throw new IllegalStateException("the delivered mail cannot be read", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the accounting pipe is broken", e);
    }
  }

  private synchronized void account(String line) throws IOException {
    pipe.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    pipe.flush();
  }

  @Override
  public void close() throws IOException {
    sink.close();
    pipe.close();
  }
}
