package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.api.UpstreamConfiguration;
import io.github.pmtatracking.component.smtpproxy.api.UpstreamTls;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptListener;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP session with upstream: sends EHLO and STARTTLS, and passes commands on unchanged. Used by
 * one thread; {@link #close} may be called by any thread.
 */
public final class Upstream implements Closeable {
  private final UpstreamConnection connection;
  private final UpstreamConfiguration configuration;
  private final SSLSocketFactory tls;
  private final SmtpTrace trace;
  private boolean xclientSent;
  private EhloKeywords keywords = new EhloKeywords(SmtpReply.of(250, ""));

  Upstream(
      UpstreamConnection connection,
      UpstreamConfiguration configuration,
      SSLSocketFactory tls,
      SmtpTrace trace) {
    this.connection = connection;
    this.configuration = configuration;
    this.tls = tls;
    this.trace = trace;
  }

  /** Reads the greeting; before it, does the handshake if TLS is implicit. */
  SmtpReply greeting() throws UpstreamException {
    if (configuration.getUpstreamTls() == UpstreamTls.IMPLICIT) {
      startTls();
    }
    return connection.readReply(timeout());
  }

  /**
   * Sends EHLO or HELO, and again after STARTTLS when TLS is wanted and offered.
   *
   * @param line the client's EHLO or HELO command
   * @param client the address for XCLIENT; null for none
   * @return upstream's last reply to the command
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
    // 220: the session starts again, on behalf of the client in the command
    return answer.code() == 220 ? greet(line) : answer;
  }

  private SmtpReply secureHello(String line) throws UpstreamException {
    UpstreamTls wanted = configuration.getUpstreamTls();
    boolean startTls =
        !connection.isTls() && (wanted == UpstreamTls.AUTO || wanted == UpstreamTls.REQUIRE);
    // only the reply to EHLO contains STARTTLS
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
          SmtpReply.of(421, "4.7.5 TLS with upstream server failed"),
          new IOException("upstream offers no STARTTLS, but upstreamTls=REQUIRE"));
    }
    return reply.isPositive() || asking.equals(line) ? reply : greet(line);
  }

  private SmtpReply greet(String line) throws UpstreamException {
    String verb = line.substring(0, 4).toUpperCase(Locale.ROOT);
    trace.sent(connection.isTls(), verb);
    SmtpReply reply = connection.command(line, timeout());
    if (reply.isPositive()) {
      keywords = new EhloKeywords(reply);
      trace.received(connection.isTls(), verb + " success");
      trace.capabilities(String.valueOf(keywords));
    } else {
      trace.warn(connection.isTls(), verb + " error " + reply);
    }
    return reply;
  }

  private void startTls() throws UpstreamException {
    connection.startTls(tls, !configuration.isInsecureSkipVerify(), timeout());
  }

  /** The keywords of upstream's last reply to EHLO. */
  public EhloKeywords keywords() {
    return keywords;
  }

  /** Sends a command and returns the reply. */
  public SmtpReply command(String line) throws UpstreamException {
    trace.sent(connection.isTls(), line);
    SmtpReply reply = connection.command(line, timeout());
    trace.received(connection.isTls(), reply.toString());
    return reply;
  }

  /**
   * Sends a line of an AUTH exchange, which is not logged.
   *
   * @param shown the text to log instead of the line
   */
  public SmtpReply credentials(String line, String shown) throws UpstreamException {
    trace.sent(connection.isTls(), shown);
    SmtpReply reply = connection.command(line, timeout());
    trace.received(
        connection.isTls(),
        reply.isIntermediate()
            ? reply.code() + " " + TranscriptListener.REDACTED
            : reply.toString());
    return reply;
  }

  /** Adds a command to the buffer; {@link #queued} reads its reply later (RFC 2920). */
  void queue(String line) throws UpstreamException {
    trace.sent(connection.isTls(), line);
    connection.queue(line);
  }

  /** Reads the reply to a queued command. */
  SmtpReply queued() throws UpstreamException {
    SmtpReply reply = connection.readReply(timeout());
    trace.received(connection.isTls(), reply.toString());
    return reply;
  }

  /**
   * Sends DATA and a message.
   *
   * @param header lines to write before it, with their line ends; may be empty
   * @return the reply to the message, or the reply that refused DATA
   * @throws UpstreamException also when writing the content failed: the connection is cut then, so
   *     that upstream does not accept an incomplete message
   */
  SmtpReply data(byte[] header, MessageContent content) throws UpstreamException {
    trace.sent(connection.isTls(), "DATA");
    SmtpReply ready = connection.command("DATA", timeout());
    if (ready.code() != 354) {
      trace.received(connection.isTls(), ready.toString());
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
      throw connection.lost("during DATA", e);
    } catch (RuntimeException | StackOverflowError e) {
      close();
      throw new UpstreamException(
          SmtpReply.of(451, "4.3.0 Message could not be handled, try again later"), e);
    }
    SmtpReply reply = connection.readReply((int) configuration.getUpstreamDataTimeout());
    trace.received(
        connection.isTls(), "DATA accepted, bytes written = " + (header.length + content.size()));
    trace.received(connection.isTls(), reply.toString());
    return reply;
  }

  /** Whether the connection is encrypted. */
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
