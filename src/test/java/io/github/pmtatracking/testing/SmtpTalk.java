package io.github.pmtatracking.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that speaks SMTP by the letter, for transcripts. */
public final class SmtpTalk implements AutoCloseable {
  private Socket socket;
  private InputStream in;

  private SmtpTalk(Socket socket) throws IOException {
    use(socket);
  }

  /** Connects to a server on loopback; gives up on an answer after 20 s. */
  public static SmtpTalk to(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return new SmtpTalk(socket);
  }

  private void use(Socket next) throws IOException {
    socket = next;
    in = new BufferedInputStream(next.getInputStream());
  }

  /** Connects and says hello. */
  public static SmtpTalk greeted(int port) throws IOException {
    SmtpTalk talk = to(port);
    talk.reply();
    talk.say("EHLO client.example");
    return talk;
  }

  /** Sends text as it is, bytes as ISO-8859-1. */
  public SmtpTalk send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends a line and gives the reply, its lines separated by LF. */
  public String say(String line) throws IOException {
    send(line + "\r\n");
    return reply();
  }

  /** The next reply, its lines separated by LF; {@code (closed)} at the end. */
  public String reply() throws IOException {
    List<String> lines = new ArrayList<>();
    while (true) {
      String line = line();
      lines.add(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return String.join("\n", lines);
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return "(closed)";
      }
      line.append((char) b);
    }
    return line.substring(0, line.length() - 1);
  }

  /**
   * Plays a transcript: lines that begin with {@code C: } are sent, those with {@code S: } are
   * expected.
   */
  public SmtpTalk play(String transcript) throws IOException {
    for (String line : transcript.lines().toList()) {
      String text = line.length() > 3 ? line.substring(3) : "";
      if (line.startsWith("C:")) {
        send(text + "\r\n");
      } else {
        assertEquals(text, line(), "in the transcript\n" + transcript);
      }
    }
    return this;
  }

  /** Turns the connection into a TLS one. */
  public SmtpTalk startTls(SSLContext context) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    secure.startHandshake();
    use(secure);
    return this;
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
