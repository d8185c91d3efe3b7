package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.message.MessageMemory;
import io.github.pmtatracking.component.smtpproxy.net.HostPort;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptListener;
import io.github.pmtatracking.component.smtpproxy.net.WriteTimeouts;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * Listens for clients: a SubEtha server in which all commands are replaced. An instance is started
 * and stopped once. Thread-safe.
 */
public final class ProxyServer implements SessionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);

  /** The text of 421 while the proxy is suspended. */
  static final String SHUTTING_DOWN = "4.3.2 Service shutting down, try again later";

  /** Added to SubEtha's limit, above which it accepts no connection, so that ours replies first. */
  private static final int SPARE_CONNECTIONS = 1_000;

  private final ProxySettings settings;
  private final UpstreamConnector connector;
  private final ProxyCounters counters;
  private final WriteTimeouts writes;
  private final WriteTimeouts handshakes;
  private final Supplier<TranscriptListener> transcripts;
  private final SMTPServer server;
  private final Set<String> verbs;
  private final Set<ClientSession> sessions = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> perClient = new HashMap<>();
  private volatile boolean suspended;

  public ProxyServer(
      HostPort address,
      ProxySettings settings,
      UpstreamConnector connector,
      ProxyCounters counters,
      WriteTimeouts writes,
      WriteTimeouts handshakes,
      Supplier<TranscriptListener> transcripts,
      ExecutorService threads,
      MessageHandler messages) {
    this.settings = settings;
    this.connector = connector;
    this.counters = counters;
    this.writes = writes;
    this.handshakes = handshakes;
    this.transcripts = transcripts;
    List<SessionCommand> commands =
        List.of(
            new HelloCommand("EHLO"),
            new HelloCommand("HELO"),
            new StartTlsCommand(),
            new AuthCommand(),
            new MailCommand(() -> suspended),
            new RecipientCommand(),
            new DataCommand(
                messages, MessageMemory.of(settings.options().getMessageMemory()), counters),
            new BdatCommand(),
            new ResetCommand(),
            new RelayedCommand("NOOP"),
            new RelayedCommand("VRFY"),
            new RelayedCommand("EXPN"),
            new RelayedCommand("HELP"),
            new QuitCommand(),
            new RefusedCommand());
    this.verbs =
        commands.stream().map(SessionCommand::getName).collect(Collectors.toUnmodifiableSet());
    this.server =
        SMTPServer.port(address.port())
            .bindAddress(address.toListen().getAddress())
            .backlog(1_024)
            .hostName(settings.hostName())
            .softwareName("Service Ready")
            .maxConnections(settings.options().getMaxConnections() + SPARE_CONNECTIONS)
            .connectionTimeoutMs((int) settings.options().getClientTimeout())
            .sessionIdFactory(ProxyServer::newSessionId)
            .sessionHandler(this)
            .serverSocketFactory(Listener::new)
            .executorService(threads)
            .build();
    commands.forEach(server.getCommandHandler()::addCommand);
  }

  private static String newSessionId() {
    return Long.toString(ThreadLocalRandom.current().nextLong(1L << 50, 1L << 51), 36);
  }

  /** Gives SubEtha's sessions the streams of {@link ClientSocket}. */
  private final class Listener extends ServerSocket {
    Listener() throws IOException {
      super();
    }

    @Override
    public Socket accept() throws IOException {
      while (true) {
        Socket socket = super.accept();
        try {
          return new ClientSocket(socket, verbs, writes, handshakes, transcripts.get());
        } catch (IOException e) {
          socket.close(); // the client has closed the connection already
        }
      }
    }
  }

  /**
   * Starts listening.
   *
   * @throws RuntimeException when the address cannot be listened on
   */
  public void start() {
    server.start();
  }

  /** The port that is listened on. */
  public int port() {
    return server.getPortAllocated();
  }

  /** From now on the reply to new clients and to MAIL is 421. */
  public void suspend() {
    suspended = true;
  }

  /** Ends {@link #suspend}. */
  public void resume() {
    suspended = false;
  }

  public boolean isListening() {
    return server.isRunning();
  }

  /** Cuts all connections. */
  public void stop() {
    suspended = true;
    sessions.forEach(ClientSession::close);
    server.stop();
  }

  @Override
  public SessionAcceptance accept(Session session) {
    counters.connections.increment();
    ClientSocket socket = (ClientSocket) session.getSocket();
    InetAddress client = socket.getInetAddress();
    if (!settings.allows(client)) {
      LOG.warn(
          "Client refused, its address is not in the option clients: client={}",
          client.getHostAddress());
      return refuse(
          socket, 554, "5.7.1 Client address " + client.getHostAddress() + " not allowed");
    }
    if (!enter(client)) {
      return refuse(socket, 421, "4.7.0 Too many connections, try again later");
    }
    // only an allowed client may do a handshake; it counts as a connection from here on
    if (!startTls(socket)) {
      leave(client);
      return refuse(socket, 421, "4.7.0 TLS handshake failed");
    }
    if (suspended) {
      leave(client);
      return refuse(socket, 421, SHUTTING_DOWN);
    }
    ClientSession opened =
        new ClientSession(session.getSessionId(), socket, settings, connector, counters);
    socket.attach(opened);
    sessions.add(opened);
    return SessionAcceptance.success();
  }

  /** Refuses a connection; without a reply if the client waits for TLS and could not read one. */
  private SessionAcceptance refuse(ClientSocket socket, int code, String text) {
    counters.connectionsRefused.increment();
    if (settings.options().isImplicitTls() && !socket.isTls()) {
      socket.closeSilently();
    }
    return SessionAcceptance.failure(code, text);
  }

  private boolean startTls(ClientSocket socket) {
    ServerTls tls = settings.tls();
    if (!settings.options().isImplicitTls() || tls == null) {
      return true;
    }
    try {
      socket.startTls(tls.context());
      return true;
    } catch (IOException e) {
      LOG.info(
          "TLS handshake with the client failed: client={} error={}",
          socket.getInetAddress().getHostAddress(),
          e.getMessage());
      return false;
    }
  }

  private void leave(InetAddress client) {
    synchronized (perClient) {
      counters.open.decrementAndGet();
      perClient.computeIfPresent(client, (address, n) -> n > 1 ? n - 1 : null);
    }
  }

  private boolean enter(InetAddress client) {
    SmtpProxyConfiguration options = settings.options();
    int limit = options.getMaxConnectionsPerClient();
    synchronized (perClient) {
      int already = perClient.getOrDefault(client, 0);
      if (counters.open.get() >= options.getMaxConnections() || limit > 0 && already >= limit) {
        return false;
      }
      perClient.put(client, already + 1);
      counters.open.incrementAndGet();
      return true;
    }
  }

  @Override
  public void onSessionEnd(Session session) {
    ClientSession ended = ((ClientSocket) session.getSocket()).session();
    ended.close();
    sessions.remove(ended);
    leave(ended.client());
  }
}
