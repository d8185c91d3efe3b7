package io.github.pmtatracking.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A connection that sends single commands to redis-server and reads the replies unchanged. */
final class RedisTalk implements Closeable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  RedisTalk(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** Says one command on a connection of its own. */
  static Object once(int port, String... command) {
    try (RedisTalk talk = new RedisTalk(port)) {
      return talk.say(command);
    } catch (IOException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }

  /** The answer: a String, a Long, a List, or null; an error throws. */
  Object say(String... command) throws IOException {
    List<byte[]> words = new ArrayList<>();
    for (String word : command) {
      words.add(word.getBytes(UTF_8));
    }
    return say(words);
  }

  Object say(List<byte[]> words) throws IOException {
    out.write(("*" + words.size() + "\r\n").getBytes(UTF_8));
    for (byte[] word : words) {
      out.write(("$" + word.length + "\r\n").getBytes(UTF_8));
      out.write(word);
      out.write("\r\n".getBytes(UTF_8));
    }
    out.flush();
    return answer();
  }

  private Object answer() throws IOException {
    String line = line();
    String rest = line.substring(1);
    switch (line.charAt(0)) {
      case '+':
        return rest;
      case ':':
        return Long.valueOf(rest);
      case '$':
        int length = Integer.parseInt(rest);
        return length < 0 ? null : new String(in.readNBytes(length + 2), 0, length, UTF_8);
      case '*':
        List<Object> list = new ArrayList<>();
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          list.add(answer());
        }
        return list;
      default:
        throw new IOException("redis-server said: " + line);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\r'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("redis-server closed the connection");
      }
      line.append((char) octet);
    }
    in.read();
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
