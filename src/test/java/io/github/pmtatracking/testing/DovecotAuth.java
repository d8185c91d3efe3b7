package io.github.pmtatracking.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;

/**
 * What Postfix asks whether a password is right: the server's side of Dovecot's authentication
 * protocol, version 1, for one user and the mechanisms PLAIN, LOGIN and CRAM-MD5.
 */
final class DovecotAuth implements AutoCloseable {
  private final AuthAnswer.Account account;
  private final ServerSocket listener;

  private DovecotAuth(AuthAnswer.Account account) throws IOException {
    this.account = account;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  static DovecotAuth start(AuthAnswer.Account account) throws IOException {
    DovecotAuth auth = new DovecotAuth(account);
    Thread thread = new Thread(auth::accept, "dovecot-auth");
    thread.setDaemon(true);
    thread.start();
    return auth;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread thread = new Thread(() -> serve(client), "dovecot-auth-client");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8))) {
      OutputStream out = client.getOutputStream();
      send(
          out,
          "VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nMECH\tLOGIN\tplaintext\n"
              + "MECH\tCRAM-MD5\tdictionary\nSPID\t1\nCUID\t1\nCOOKIE\t0\nDONE\n");
      String mechanism = "";
      String name = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split("\t", -1);
        String last = words[words.length - 1];
        if (words[0].equals("AUTH")) {
          mechanism = words[2];
          name = "";
          if (last.startsWith("resp=") && mechanism.equals("LOGIN")) {
            name = last.substring(5);
            ask(out, words[1], "Password:");
          } else if (last.startsWith("resp=")) {
            answer(out, words[1], mechanism, "", last.substring(5));
          } else {
            ask(
                out,
                words[1],
                switch (mechanism) {
                  case "PLAIN" -> "";
                  case "LOGIN" -> "Username:";
                  default -> AuthAnswer.CHALLENGE;
                });
          }
        } else if (words[0].equals("CONT") && mechanism.equals("LOGIN") && name.isEmpty()) {
          name = last;
          ask(out, words[1], "Password:");
        } else if (words[0].equals("CONT")) {
          answer(out, words[1], mechanism, name, last);
        }
      }
    } catch (IOException e) {
      // Postfix has gone
    }
  }

  private static void ask(OutputStream out, String id, String question) throws IOException {
    String base64 = Base64.getEncoder().encodeToString(question.getBytes(UTF_8));
    send(out, "CONT\t" + id + "\t" + base64 + "\n");
  }

  private void answer(OutputStream out, String id, String mechanism, String name, String response)
      throws IOException {
    boolean right =
        switch (mechanism) {
          case "PLAIN" -> account.isPlain(response);
          case "LOGIN" -> account.isLogin(name, response);
          default -> account.isCramMd5(response);
        };
    String verdict = right ? "OK\t" : "FAIL\t";
    send(out, verdict + id + "\tuser=" + account.user() + "\n");
  }

  private static void send(OutputStream out, String lines) throws IOException {
    out.write(lines.getBytes(UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
