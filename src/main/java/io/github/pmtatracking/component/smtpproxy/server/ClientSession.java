package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.MessageRoom;
import io.github.pmtatracking.component.smtpproxy.api.Recipient;
import io.github.pmtatracking.component.smtpproxy.api.SmtpPath;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamConnector;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's session and its own connection to upstream, which is opened at EHLO or HELO. Used by
 * the session's thread; {@link #close} may be called by any thread.
 */
public final class ClientSession {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

  private static final int MAX_ERRORS = 20;

  private final String id;
  private final ClientSocket socket;
  private final InetAddress client;
  private final ProxySettings settings;
  private final UpstreamConnector connector;
  private final ProxyCounters counters;

  private volatile @Nullable Upstream upstream;
  private @Nullable InetAddress source;
  private @Nullable String hello;
  private @Nullable String user;

  private int errors;

  private @Nullable MessageRoom room;

  private @Nullable String mail;
  private final List<Recipient> recipients = new ArrayList<>();

  ClientSession(
      String id,
      ClientSocket socket,
      ProxySettings settings,
      UpstreamConnector connector,
      ProxyCounters counters) {
    this.id = id;
    this.socket = socket;
    this.client = socket.getInetAddress();
    this.settings = settings;
    this.connector = connector;
    this.counters = counters;
  }

  /** The id of this session, for logs. */
  public String id() {
    return id;
  }

  ClientSocket socket() {
    return socket;
  }

  /** The options of the proxy. */
  public ProxySettings settings() {
    return settings;
  }

  /** The client's address. */
  public InetAddress client() {
    return client;
  }

  /** The whole line of the present command. */
  String line() {
    return socket.input().line();
  }

  void reply(SmtpReply reply) throws IOException {
    socket.output().reply(reply);
  }

  /** Sends the reply to a message at once, and counts it. Called once for each message. */
  public void replyToMessage(SmtpReply reply) throws IOException {
    counters.replied(reply);
    reply(reply);
    socket.output().flushPending();
  }

  void reply(int code, String text) throws IOException {
    reply(SmtpReply.of(code, text));
  }

  /** The client's EHLO or HELO command; null before it. */
  @Nullable String hello() {
    return hello;
  }

  @Nullable String user() {
    return user;
  }

  void authenticated(@Nullable String name) {
    user = name == null ? "" : name;
  }

  boolean isAuthenticated() {
    return user != null;
  }

  /** Passes EHLO or HELO on to upstream, over a new connection if there is none. */
  SmtpReply greetUpstream(String line) throws UpstreamException {
    resetTransaction();
    Upstream open = upstream;
    if (open == null || open.isClosed()) {
      open = connect(settings.sources().forClient(client));
    }
    SmtpReply reply = open.hello(line, client);
    if (reply.isPositive()) {
      hello = line;
    }
    return reply;
  }

  private Upstream connect(@Nullable InetAddress from) throws UpstreamException {
    Upstream opened = connector.connect(from);
    upstream = opened;
    source = from;
    return opened;
  }

  /**
   * The connection to upstream for a user, before authentication: a new connection if {@code
   * upstreamSource} gives the user another local address.
   */
  Upstream upstreamFor(@Nullable String name, Upstream current) throws UpstreamException {
    InetAddress wanted = name == null ? null : settings.sources().forUser(name);
    if (wanted == null || wanted.equals(source) || hello == null) {
      return current;
    }
    current.close();
    Upstream opened = connect(wanted);
    SmtpReply reply = opened.hello(hello, client);
    if (!reply.isPositive()) {
      opened.close();
      throw new UpstreamException(
          SmtpReply.of(421, "4.4.1 Upstream server replied: " + reply),
          new IOException("the reply to EHLO was not 250"));
    }
    return opened;
  }

  /**
   * The connection to upstream; null before EHLO or HELO.
   *
   * @throws UpstreamException when it was lost
   */
  @Nullable Upstream upstream() throws UpstreamException {
    Upstream open = upstream;
    if (open != null && open.isClosed()) {
      throw UpstreamException.lost("between commands", new IOException("closed"));
    }
    return hello == null ? null : open;
  }

  void mailAccepted(String command) {
    mail = command;
    recipients.clear();
  }

  boolean hasTransaction() {
    return mail != null;
  }

  void recipientAccepted(String command) {
    Recipient recipient = new Recipient(SmtpPath.mailbox(command), command);
    boolean again =
        recipients.stream().anyMatch(known -> known.address().equals(recipient.address()));
    if (!again) {
      recipients.add(recipient); // a repeated recipient gets one copy
    }
  }

  int recipientCount() {
    return recipients.size();
  }

  /** The envelope of the open transaction. */
  public Envelope envelope() {
    if (mail == null) {
      throw new IllegalStateException("no transaction");
    }
    return new Envelope(SmtpPath.mailbox(mail), mail, recipients, user);
  }

  /** The memory of the message in DATA; null outside of DATA. */
  public @Nullable MessageRoom room() {
    return room;
  }

  void room(MessageRoom taken) {
    room = taken;
  }

  void resetTransaction() {
    mail = null;
    room = null;
    recipients.clear();
  }

  /** After STARTTLS the client must send EHLO again (RFC 3207, 4.2). */
  void resetHello() {
    resetTransaction();
    hello = null;
  }

  /**
   * Counts a line that was no valid command.
   *
   * @return false when the limit is reached
   */
  boolean countError() {
    errors++;
    return errors < MAX_ERRORS;
  }

  /** Counts and logs a failure of upstream, a refused connection included. */
  public void upstreamFailed(UpstreamException e) {
    counters.upstreamFailures.increment();
    Throwable cause = e.getCause();
    LOG.warn(
        "Upstream failed: session={} client={} reply={} cause={}",
        id,
        client().getHostAddress(),
        e.reply(),
        cause == null ? "" : String.valueOf(cause.getMessage()));
  }

  /** Closes the connection to upstream at once, also while it is in use. */
  void close() {
    Upstream open = upstream;
    if (open != null) {
      open.close();
    }
  }
}
