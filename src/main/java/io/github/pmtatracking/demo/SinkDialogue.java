package io.github.pmtatracking.demo;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One client's conversation with the sink (RFC 5321, 2920). Used by its own thread only. */
public final class SinkDialogue {
  private final int session;
  private final SinkBehavior behavior;
  private final Consumer<SinkMail> mailbox;
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  private @Nullable String sender;
  private final List<String> recipients = new ArrayList<>();

  SinkDialogue(Socket socket, int session, SinkBehavior behavior, Consumer<SinkMail> mailbox)
      throws IOException {
    this.socket = socket;
    this.session = session;
    this.behavior = behavior;
    this.mailbox = mailbox;
    this.in = new BufferedInputStream(socket.getInputStream(), 32_768);
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** The number of this connection, from 1. */
  public int session() {
    return session;
  }

  /** The socket as it is now, a TLS socket after STARTTLS. */
  public Socket socket() {
    return socket;
  }

  /** Sends one line, or several that are separated by CRLF; leaves at the next read. */
  public void reply(String lines) throws IOException {
    out.write((lines + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    if (in.available() == 0) {
      out.flush();
    }
  }

  /** The next line without its end, bytes as ISO-8859-1; ends the dialogue when there is none. */
  public String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    readLine(line);
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Reads up to CRLF; anything else is part of the line. */
  private void readLine(ByteArrayOutputStream line) throws IOException {
    int previous = -1;
    for (int b = in.read(); ; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (b == '\n' && previous == '\r') {
        return;
      }
      if (previous == '\r') {
        line.write('\r');
      }
      if (b != '\r') {
        line.write(b);
      }
      previous = b;
    }
  }

  /** Closes the connection without another word. */
  public void hangUp() throws IOException {
    socket.close();
    throw new EOFException();
  }

  /** Turns the connection into a TLS one, as its server. */
  public void startTls(SSLContext context) throws IOException {
    out.flush();
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    socket = secure;
    in = new BufferedInputStream(secure.getInputStream(), 32_768);
    out = new BufferedOutputStream(secure.getOutputStream());
  }

  void run() throws IOException {
    behavior.greet(this);
    while (true) {
      String line = readLine();
      if (!behavior.answered(line, this) && !answer(line)) {
        return;
      }
    }
  }

  /** False when the client has said QUIT. */
  private boolean answer(String line) throws IOException {
    String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
    switch (verb) {
      case "EHLO" -> reply(hello());
      case "HELO", "NOOP" -> reply("250 2.0.0 sink.example");
      case "MAIL" -> {
        sender = path(line);
        recipients.clear();
        reply("250 2.1.0 MAIL ok");
      }
      case "RCPT" -> {
        if (sender == null) {
          reply("503 5.5.1 MAIL first");
        } else {
          recipients.add(path(line));
          reply("250 2.1.5 <" + path(line) + "> ok");
        }
      }
      case "RSET" -> {
        reset();
        reply("250 2.0.0 reset");
      }
      case "DATA" -> data();
      case "VRFY" -> reply("252 2.5.0 send some mail");
      case "QUIT" -> {
        reply("221 2.0.0 sink.example says goodbye");
        out.flush();
        return false;
      }
      default -> reply("502 5.5.2 command not implemented");
    }
    return true;
  }

  private String hello() {
    reset();
    StringBuilder text = new StringBuilder("250");
    String separator = "-sink.example says hello";
    for (String keyword : behavior.keywords()) {
      text.append(separator).append("\r\n250");
      separator = "-" + keyword;
    }
    return text.append(separator.replaceFirst("^-", " ")).toString();
  }

  private void reset() {
    sender = null;
    recipients.clear();
  }

  private void data() throws IOException {
    if (sender == null || recipients.isEmpty()) {
      reply("503 5.5.1 no valid recipients");
      return;
    }
    reply("354 go ahead");
    SinkMail mail = new SinkMail(sender, recipients, readData(), session);
    reset();
    String answer = behavior.taken(mail, this);
    if (answer.startsWith("2")) {
      mailbox.accept(mail);
    }
    reply(answer);
  }

  private byte[] readData() throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream(16_384);
    ByteArrayOutputStream line = new ByteArrayOutputStream(1_024);
    while (true) {
      line.reset();
      readLine(line);
      byte[] bytes = line.toByteArray();
      boolean stuffed = bytes.length > 0 && bytes[0] == '.';
      if (stuffed && bytes.length == 1) {
        return data.toByteArray();
      }
      data.write(bytes, stuffed ? 1 : 0, bytes.length - (stuffed ? 1 : 0));
      data.write('\r');
      data.write('\n');
    }
  }

  /**
   * What stands between the first bracket and its end: RFC 5321, 4.1.2, quoted strings included.
   */
  private static String path(String line) {
    int start = line.indexOf('<');
    boolean quoted = false;
    for (int i = start + 1; start >= 0 && i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return line.substring(start + 1, i);
      }
    }
    return line.substring(line.indexOf(':') + 1).strip();
  }
}
