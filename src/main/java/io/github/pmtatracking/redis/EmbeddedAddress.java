package io.github.pmtatracking.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of an embedded redis-server: a Unix socket, or a port of loopback.
 *
 * @param socket the path of the socket; null for a port
 * @param port the port of loopback; 0 for a socket
 * @param password hexadecimal digits; empty for none
 */
record EmbeddedAddress(@Nullable Path socket, int port, String password) {
  /** The user name. Without it, redis-cli sends an empty name, which no server knows. */
  private static final String USER = "default:";

  private static final Pattern URL =
      Pattern.compile(
          "unix://(?<path>/.*)|redis://(default:(?<pass>\\w+)@)?127\\.0\\.0\\.1:(?<port>\\d+)");
  private static final int TIMEOUT_MILLIS = 1_000;

  static EmbeddedAddress onPort(int port, String password) {
    return new EmbeddedAddress(null, port, password);
  }

  static EmbeddedAddress onSocket(Path socket) {
    return new EmbeddedAddress(socket, 0, "");
  }

  /** Reads the result of {@link #url}, or a port; null when the text is neither. */
  static @Nullable EmbeddedAddress parse(String text) {
    if (text.matches("\\d{1,5}")) {
      return onPort(Integer.parseInt(text), "");
    }
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      return null;
    }
    String path = url.group("path");
    if (path != null) {
      return onSocket(Path.of(path));
    }
    String password = url.group("pass");
    return onPort(Integer.parseInt(url.group("port")), password == null ? "" : password);
  }

  /** The arguments of redis-server, without the password: other users can read arguments. */
  List<String> arguments() {
    return socket == null
        ? List.of("--port", Integer.toString(port), "--bind", "127.0.0.1")
        : List.of("--port", "0", "--unixsocket", socket.toString(), "--unixsocketperm", "700");
  }

  /** The address for {@code redis.url}, with the password. */
  String url() {
    if (socket != null) {
      return "unix://" + socket;
    }
    return "redis://" + (password.isEmpty() ? "" : USER + password + "@") + "127.0.0.1:" + port;
  }

  /** The address for messages, without the password. */
  String shown() {
    return password.isEmpty() ? url() : "redis://" + USER + "***@127.0.0.1:" + port;
  }

  /** Whether a server answers at the address. A server that asks for a password answers. */
  boolean answers() {
    SocketAddress address =
        socket == null
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
            : UnixDomainSocketAddress.of(socket);
    try (SocketChannel channel = SocketChannel.open(address);
        Selector answered = Selector.open()) {
      channel.write(ByteBuffer.wrap("PING\r\n".getBytes(StandardCharsets.US_ASCII)));
      channel.configureBlocking(false);
      channel.register(answered, SelectionKey.OP_READ);
      ByteBuffer answer = ByteBuffer.allocate(5);
      while (answer.hasRemaining()) {
        if (answered.select(TIMEOUT_MILLIS) == 0 || channel.read(answer) < 0) {
          return false;
        }
        answered.selectedKeys().clear();
      }
      String text = new String(answer.array(), StandardCharsets.US_ASCII);
      return text.equals("+PONG") || text.startsWith("-NOA");
    } catch (IOException e) {
      return false;
    }
  }
}
