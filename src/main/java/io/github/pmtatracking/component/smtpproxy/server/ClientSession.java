package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.Recipient;
import io.github.pmtatracking.component.smtpproxy.api.SmtpPath;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.message.MessageRoom;
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
 * A client's session and its connection to upstream: one to one, opened when the client says hello.
 * Used by the session's thread; {@link #close} may be called by any.
 */
public final class ClientSession {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

  private static final int MOST_ERRORS = 20;

  private final String id;
  private final ClientSocket socket;
  private final InetAddress client;
  private final ProxySettings settings;
  private final UpstreamConnector dialer;
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
      UpstreamConnector dialer,
      ProxyCounters counters) {
    this.id = id;
    this.socket = socket;
    this.client = socket.getInetAddress();
    this.settings = settings;
    this.dialer = dialer;
    this.counters = counters;
  }

  public String id() {
    return id;
  }

  ClientSocket socket() {
    return socket;
  }

  public ProxySettings settings() {
    return settings;
  }

  public InetAddress client() {
    return client;
  }

  /** The command being executed, whole. */
  String line() {
    return socket.input().line();
  }

  void reply(SmtpReply reply) throws IOException {
    socket.output().reply(reply);
  }

  void reply(int code, String text) throws IOException {
    reply(SmtpReply.of(code, text));
  }

  /** What the client said hello with; null before it did. */
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

  /** Says hello to upstream as the client did, over a new connection if there is none. */
  SmtpReply greetUpstream(String line) throws UpstreamException {
    resetTransaction();
    Upstream open = upstream;
    if (open == null || open.isClosed()) {
      open = dial(settings.sources().forClient(client));
    }
    SmtpReply reply = open.hello(line, client);
    if (reply.isPositive()) {
      hello = line;
    }
    return reply;
  }

  private Upstream dial(@Nullable InetAddress from) throws UpstreamException {
    Upstream opened = dialer.dial(from);
    upstream = opened;
    source = from;
    return opened;
  }

  /**
   * The connection to upstream for a user, before he authenticates: a new one if he is to come from
   * another address.
   */
  Upstream upstreamFor(@Nullable String name, Upstream current) throws UpstreamException {
    InetAddress wanted = name == null ? null : settings.sources().forUser(name);
    if (wanted == null || wanted.equals(source) || hello == null) {
      return current;
    }
    current.close();
    Upstream opened = dial(wanted);
    SmtpReply reply = opened.hello(hello, client);
    if (!reply.isPositive()) {
      opened.close();
      throw new UpstreamException(
          SmtpReply.of(421, "4.4.1 upstream says " + reply), new IOException("no 250 to EHLO"));
    }
    return opened;
  }

  /**
   * The connection to upstream, null before the client said hello.
   *
   * @throws UpstreamException when it was lost
   */
  @Nullable Upstream upstream() throws UpstreamException {
    Upstream open = upstream;
    if (open != null && open.isClosed()) {
      throw UpstreamException.lost("before", new IOException("closed"));
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
      recipients.add(recipient); // who is named twice gets one copy
    }
  }

  int recipientCount() {
    return recipients.size();
  }

  /** The envelope of the transaction that is open. */
  public Envelope envelope() {
    if (mail == null) {
      throw new IllegalStateException("no transaction");
    }
    return new Envelope(SmtpPath.mailbox(mail), mail, recipients, user);
  }

  /** The memory of the message that is being handled; null while there is none. */
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

  /** After STARTTLS the client begins anew (RFC 3207, 4.2). */
  void resetHello() {
    resetTransaction();
    hello = null;
  }

  /** Counts a line that was no command; false when that was one too many. */
  boolean mayErrAgain() {
    errors++;
    return errors < MOST_ERRORS;
  }

  /** Counts a failure of upstream, a refused connection included, and tells the operator. */
  public void upstreamFailed(UpstreamException e) {
    counters.upstreamFailures.increment();
    Throwable cause = e.getCause();
    LOG.warn(
        "Session {} of {}: {} ({})",
        id,
        client().getHostAddress(),
        e.reply(),
        cause == null ? "" : String.valueOf(cause.getMessage()));
  }

  /** Closes the connection to upstream, in the middle of whatever it does. */
  void close() {
    Upstream open = upstream;
    if (open != null) {
      open.close();
    }
  }
}
