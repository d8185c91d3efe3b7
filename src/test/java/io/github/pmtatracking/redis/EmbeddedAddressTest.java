package io.github.pmtatracking.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedAddressTest {
  private static final EmbeddedAddress SOCKET =
      EmbeddedAddress.onSocket(Path.of("/folder/run/redis.sock"));
  private static final EmbeddedAddress OPEN_PORT = EmbeddedAddress.onPort(6400, "");
  private static final EmbeddedAddress PORT = EmbeddedAddress.onPort(6400, "0abc");

  @Test
  void anAddressIsReadAsItWasWritten() {
    for (EmbeddedAddress address : List.of(SOCKET, OPEN_PORT, PORT)) {
      assertEquals(address, EmbeddedAddress.parse(address.url()));
    }
    assertEquals(OPEN_PORT, EmbeddedAddress.parse("6400"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text", "123456", "redis://other:6400", "redis://x@127.0.0.1:1", "unix://run"})
  void anyOtherTextIsNoAddress(String text) {
    assertNull(EmbeddedAddress.parse(text));
  }

  @Test
  void thePasswordIsInTheUrlOnly() {
    assertEquals("redis://default:0abc@127.0.0.1:6400", PORT.url());
    assertEquals("redis://default:***@127.0.0.1:6400", PORT.shown());
    assertFalse(PORT.arguments().toString().contains("0abc"));
    assertEquals(SOCKET.url(), SOCKET.shown());
    assertEquals(OPEN_PORT.url(), OPEN_PORT.shown());
  }

  @Test
  void aServerOnASocketHasNoPort() {
    assertEquals(
        List.of("--port", "0", "--unixsocket", "/folder/run/redis.sock", "--unixsocketperm", "700"),
        SOCKET.arguments());
  }

  @Test
  void onlyARedisAnswers() throws Exception {
    assertTrue(answersWith("+PONG\r\n"));
    assertTrue(answersWith("-NOAUTH Authentication required.\r\n"));
    assertFalse(answersWith("220 mail\r\n"));
    assertFalse(answersWith(""));
    assertFalse(SOCKET.answers());
  }

  /** Whether a server that sends this text, and then closes, is taken for a Redis. */
  private static boolean answersWith(String text) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread serving =
          new Thread(
              () -> {
                try (Socket client = server.accept()) {
                  client.getInputStream().readNBytes("PING\r\n".length());
                  client.getOutputStream().write(text.getBytes(US_ASCII));
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      serving.start();
      boolean answers = EmbeddedAddress.onPort(server.getLocalPort(), "").answers();
      serving.join();
      return answers;
    }
  }
}
