package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.api.UpstreamConfiguration;
import io.github.pmtatracking.component.smtpproxy.api.UpstreamTls;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP session with upstream: greets, encrypts, and passes commands on as they came. Used by one
 * thread; {@link #close} may be called by any.
 */
public final class Upstream implements Closeable {
  private final UpstreamConnection connection;
  private final UpstreamConfiguration configuration;
  private final SSLSocketFactory tls;
  private final SmtpTrace conversation;
  private boolean xclientSent;
  private EhloKeywords keywords = new EhloKeywords(SmtpReply.of(250, ""));

  Upstream(
      UpstreamConnection connection,
      UpstreamConfiguration configuration,
      SSLSocketFactory tls,
      SmtpTrace conversation) {
    this.connection = connection;
    this.configuration = configuration;
    this.tls = tls;
    this.conversation = conversation;
  }

  /** Shakes hands if TLS is implicit, and reads the greeting. */
  SmtpReply greeting() throws UpstreamException {
    if (configuration.getUpstreamTls() == UpstreamTls.IMPLICIT) {
      startTls();
    }
    return connection.readReply(timeout());
  }

  /**
   * Says hello, and again after STARTTLS where TLS is wanted and offered.
   *
   * @param line the client's EHLO or HELO
   * @param client whose address upstream may be told; null for nobody's
   * @return upstream's last answer to it
   */
  public SmtpReply hello(String line, @Nullable InetAddress client) throws UpstreamException {
    SmtpReply reply = secureHello(line);
    if (client == null
        || !configuration.isXclient()
        || xclientSent
        || !keywords.offers("XCLIENT")
        || !reply.isPositive()) {
      return reply;
    }
    xclientSent = true;
    SmtpReply answer = command(XclientCommand.command(keywords.parameter("XCLIENT"), client, line));
    // 220: the session begins anew, for the client that was named
    return answer.code() == 220 ? greet(line) : answer;
  }

  private SmtpReply secureHello(String line) throws UpstreamException {
    UpstreamTls wanted = configuration.getUpstreamTls();
    boolean startTls =
        !connection.isTls() && (wanted == UpstreamTls.AUTO || wanted == UpstreamTls.REQUIRE);
    // only the answer to EHLO tells whether there is STARTTLS
    String asking = startTls ? "EHLO" + line.substring(4) : line;
    SmtpReply reply = greet(asking);
    if (startTls && reply.isPositive() && keywords.offers("STARTTLS")) {
      SmtpReply ready = command("STARTTLS");
      if (ready.code() == 220) {
        startTls();
        return greet(asking);
      }
    }
    if (startTls && wanted == UpstreamTls.REQUIRE) {
      close();
      throw new UpstreamException(
          SmtpReply.of(421, "4.7.5 no TLS with upstream"),
          new IOException("upstream offers no STARTTLS, but upstreamTls=require"));
    }
    return reply.isPositive() || asking.equals(line) ? reply : greet(line);
  }

  private SmtpReply greet(String line) throws UpstreamException {
    String verb = line.substring(0, 4).toUpperCase(Locale.ROOT);
    conversation.sent(connection.isTls(), verb);
    SmtpReply reply = connection.command(line, timeout());
    if (reply.isPositive()) {
      keywords = new EhloKeywords(reply);
      conversation.heard(connection.isTls(), verb + " success");
      conversation.note("\tUpstream capabilities: " + keywords);
    } else {
      conversation.trouble(connection.isTls(), verb + " error " + reply);
    }
    return reply;
  }

  private void startTls() throws UpstreamException {
    connection.startTls(tls, !configuration.isInsecureSkipVerify(), timeout());
  }

  /** What upstream offered last. */
  public EhloKeywords keywords() {
    return keywords;
  }

  /** Passes a command on and returns its reply. */
  public SmtpReply command(String line) throws UpstreamException {
    conversation.sent(connection.isTls(), line);
    SmtpReply reply = connection.command(line, timeout());
    conversation.heard(connection.isTls(), reply.toString());
    return reply;
  }

  /**
   * Passes a line of an AUTH exchange on; nothing of it is logged.
   *
   * @param shown what of the line may be logged
   */
  public SmtpReply secret(String line, String shown) throws UpstreamException {
    conversation.sent(connection.isTls(), shown);
    SmtpReply reply = connection.command(line, timeout());
    conversation.heard(
        connection.isTls(),
        reply.isIntermediate() ? reply.code() + " " + SmtpTrace.REDACTED : reply.toString());
    return reply;
  }

  /** Puts a command into the buffer, its reply is to be read later (RFC 2920). */
  void queue(String line) throws UpstreamException {
    conversation.sent(connection.isTls(), line);
    connection.queue(line);
  }

  /** Reads the reply to a command that was queued. */
  SmtpReply queued() throws UpstreamException {
    SmtpReply reply = connection.readReply(timeout());
    conversation.heard(connection.isTls(), reply.toString());
    return reply;
  }

  /**
   * Sends DATA and a message.
   *
   * @param header lines to put before it, with their line ends; may be empty
   * @return the reply to the message, or the one that refused DATA
   * @throws UpstreamException also when the content failed half way: the connection is cut then, so
   *     that upstream takes no half of a message
   */
  SmtpReply data(byte[] header, MessageContent content) throws UpstreamException {
    conversation.sent(connection.isTls(), "DATA");
    SmtpReply ready = connection.command("DATA", timeout());
    if (ready.code() != 354) {
      conversation.heard(connection.isTls(), ready.toString());
      if (!ready.isTransient() && ready.code() < 500) {
        throw connection.lost("after DATA", new IOException("wanted 354, got " + ready));
      }
      return ready;
    }
    try {
      DotStuffingOutput out = new DotStuffingOutput(connection.output());
      out.write(header, 0, header.length);
      content.writeTo(out);
      out.end();
    } catch (IOException e) {
      throw connection.lost("in DATA", e);
    } catch (RuntimeException | StackOverflowError e) {
      close();
      throw new UpstreamException(
          SmtpReply.of(451, "4.3.0 message could not be handled, try again later"), e);
    }
    SmtpReply reply = connection.readReply((int) configuration.getUpstreamDataTimeout());
    conversation.heard(
        connection.isTls(), "DATA accepted, bytes written = " + (header.length + content.size()));
    conversation.heard(connection.isTls(), reply.toString());
    return reply;
  }

  boolean isTls() {
    return connection.isTls();
  }

  public boolean isClosed() {
    return connection.isClosed();
  }

  private int timeout() {
    return (int) configuration.getUpstreamTimeout();
  }

  @Override
  public void close() {
    connection.close();
  }
}
