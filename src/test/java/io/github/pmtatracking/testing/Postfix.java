package io.github.pmtatracking.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Postfix with a configuration, a queue and a log of its own: its smtpd listens on loopback, and
 * what it takes goes on to another server. Needs root, as Postfix does. It ends with this process,
 * however that ends.
 */
public final class Postfix implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final DovecotAuth auth;
  private final Process keeper;

  private Postfix(Path folder, int port, DovecotAuth auth, Process keeper) {
    this.folder = folder;
    this.port = port;
    this.auth = auth;
    this.keeper = keeper;
  }

  /**
   * Starts it with STARTTLS, an account "fred" with "pass word", and no mercy for those who break
   * the rules of pipelining or send bare line feeds. It refuses refused@example.com.
   *
   * @param temporary where it may keep everything; anybody may look into it from then on
   * @param nextHop port of the server that its mail goes on to
   */
  public static Postfix start(Path temporary, TestCertificate certificate, int nextHop)
      throws IOException, InterruptedException {
    DovecotAuth auth = DovecotAuth.start(new AuthAnswer.Account("fred", "pass word"));
    int port = FreePort.find();
    // its processes are not root's, whose the temporary folder is
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path folder = Files.createDirectory(temporary.resolve("postfix"));
    Path configuration = Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("queue"));
    Files.setAttribute(
        Files.createDirectories(folder.resolve("data")),
        "unix:owner",
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    Files.writeString(
        configuration.resolve("main.cf"), settings(folder, certificate, auth.port(), nextHop));
    Files.writeString(configuration.resolve("master.cf"), services(port));
    Process keeper =
        new ProcessBuilder(
                "sh",
                "-c",
                "PATH=$PATH:/usr/sbin; postfix -c \"$0\" start && echo started; read -r end;"
                    + " postfix -c \"$0\" stop",
                configuration.toString())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    Postfix postfix = new Postfix(folder, port, auth, keeper);
    if (!"started".equals(keeper.inputReader().readLine())) {
      postfix.close();
      throw new AssertionError(
          "Postfix did not start: " + Files.readString(folder.resolve("errors")) + postfix.log());
    }
    return postfix;
  }

  private static String settings(Path folder, TestCertificate certificate, int auth, int nextHop) {
    return """
        compatibility_level = 3.6
        queue_directory = %1$s/queue
        data_directory = %1$s/data
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        maillog_file = %1$s/log
        maillog_file_prefixes = /
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = postfix.example
        mydestination =
        local_recipient_maps =
        alias_maps =
        mynetworks = 127.0.0.0/8
        relayhost = [127.0.0.1]:%2$d
        smtpd_recipient_restrictions =
          check_recipient_access inline:{{refused@example.com = 550 5.1.1 unknown here}}
          permit_mynetworks
          reject
        smtpd_tls_security_level = may
        smtpd_tls_cert_file = %3$s
        smtpd_tls_key_file = %4$s
        smtpd_tls_auth_only = yes
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = inet:127.0.0.1:%5$d
        smtpd_forbid_unauth_pipelining = yes
        smtpd_forbid_bare_newline = yes
        strict_rfc821_envelopes = yes
        smtputf8_enable = yes
        """
        .formatted(folder, nextHop, certificate.certificateFile(), certificate.keyFile(), auth);
  }

  private static String services(int port) {
    StringBuilder text = new StringBuilder("127.0.0.1:" + port + " inet n - n - - smtpd\n");
    for (String service :
        List.of(
            "pickup unix n 60 1 pickup",
            "cleanup unix n - 0 cleanup",
            "qmgr unix n 300 1 qmgr",
            "tlsmgr unix - 1000? 1 tlsmgr",
            "rewrite unix - - - trivial-rewrite",
            "bounce unix - - 0 bounce",
            "defer unix - - 0 bounce",
            "trace unix - - 0 bounce",
            "proxymap unix - - - proxymap",
            "smtp unix - - - smtp",
            "error unix - - - error",
            "retry unix - - - error",
            "anvil unix - - 1 anvil",
            "scache unix - - 1 scache",
            "postlog unix-dgram n - 1 postlogd")) {
      String[] words = service.split(" ");
      // name type private unprivileged chroot wakeup maxproc command
      text.append(String.join(" ", words[0], words[1], words[2], "-", "n"))
          .append(' ')
          .append(String.join(" ", words[3], words[4], words[5]))
          .append('\n');
    }
    return text.toString();
  }

  public int port() {
    return port;
  }

  /** What it has logged. */
  public String log() throws IOException {
    Path log = folder.resolve("log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @Override
  public void close() throws IOException, InterruptedException {
    keeper.getOutputStream().close();
    assertTrue(keeper.waitFor(60, TimeUnit.SECONDS), "postfix stop did not end");
    assertEquals(0, keeper.exitValue(), "postfix stop: " + log());
    auth.close();
  }
}
