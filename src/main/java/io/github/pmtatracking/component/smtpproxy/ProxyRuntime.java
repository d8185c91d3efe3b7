package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.api.UpstreamConfiguration;
import io.github.pmtatracking.component.smtpproxy.net.Tls;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptFile;
import io.github.pmtatracking.component.smtpproxy.net.WriteTimeouts;
import io.github.pmtatracking.component.smtpproxy.upstream.DefaultMessageLog;
import io.github.pmtatracking.component.smtpproxy.upstream.MessageOrigin;
import io.github.pmtatracking.component.smtpproxy.upstream.MessageSender;
import io.github.pmtatracking.component.smtpproxy.upstream.SmtpTrace;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamConnector;
import io.github.pmtatracking.text.HostPort;
import io.github.pmtatracking.time.Ticker;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * The parts that a consumer and a producer with its own connections both create from the options:
 * time-outs of writes, connector, transcript of messages, message log. An option with an empty text
 * counts as not set. {@link #close} ends all of them. Thread-safe.
 */
final class ProxyRuntime implements AutoCloseable {
  private final CamelContext context;
  private final WriteTimeouts writes;
  private final WriteTimeouts handshakes;
  private final UpstreamConnector connector;
  private final MessageLog messageLog;
  private final @Nullable TranscriptFile messages;
  private final ScheduledExecutorService clock;

  /**
   * Creates the parts.
   *
   * @param upstream the server to connect to
   * @throws InvalidOptionException when an option cannot be used
   * @throws GeneralSecurityException when upstreamSslContextParameters cannot be used
   */
  ProxyRuntime(SmtpProxyEndpoint endpoint, HostPort upstream)
      throws GeneralSecurityException, IOException {
    SmtpProxyConfiguration options = endpoint.getConfiguration();
    context = endpoint.getCamelContext();
    writes = new WriteTimeouts(options.getUpstreamTimeout(), Ticker.system());
    handshakes = new WriteTimeouts(options.getHandshakeTimeout(), Ticker.system());
    connector =
        new UpstreamConnector(
            upstream,
            options,
            upstreamSockets(options, context),
            writes,
            new SmtpTrace(options.isVerbose()));
    MessageLog given = options.getMessageLog();
    messageLog = given == null ? new DefaultMessageLog() : given;
    messages = TranscriptFile.ofOption(options.getUpstreamDataDebug(), "upstreamDataDebug");
    clock =
        context
            .getExecutorServiceManager()
            .newSingleThreadScheduledExecutor(endpoint, "smtp-proxy-timeouts");
    clock.scheduleWithFixedDelay(writes, 1, 1, TimeUnit.SECONDS);
    clock.scheduleWithFixedDelay(handshakes, 1, 1, TimeUnit.SECONDS);
  }

  private static SSLSocketFactory upstreamSockets(
      UpstreamConfiguration options, CamelContext context)
      throws GeneralSecurityException, IOException {
    SSLContext given = sslContext(options.getUpstreamSslContextParameters(), context);
    if (given == null) {
      return Tls.clientSockets(options.isInsecureSkipVerify());
    }
    if (options.isInsecureSkipVerify()) {
      throw new InvalidOptionException(
          "insecureSkipVerify", "cannot be used together with upstreamSslContextParameters");
    }
    return given.getSocketFactory();
  }

  /** The context that parameters describe; null without parameters. */
  static @Nullable SSLContext sslContext(
      @Nullable SSLContextParameters parameters, @Nullable CamelContext context)
      throws GeneralSecurityException, IOException {
    return parameters == null ? null : parameters.createSSLContext(context);
  }

  WriteTimeouts writes() {
    return writes;
  }

  WriteTimeouts handshakes() {
    return handshakes;
  }

  UpstreamConnector connector() {
    return connector;
  }

  /**
   * The sender of one message.
   *
   * @param header lines to write before the message, with their line ends; may be empty
   */
  MessageSender sender(MessageOrigin origin, byte[] header) {
    return new MessageSender(origin, header, messages, messageLog, Ticker.system());
  }

  @Override
  public void close() throws IOException {
    context.getExecutorServiceManager().shutdownNow(clock);
    if (messages != null) {
      messages.close();
    }
  }
}
