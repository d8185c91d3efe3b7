package io.github.pmtatracking.redis;

import io.github.pmtatracking.files.PrivateFiles;
import io.github.pmtatracking.settings.BadSettingException;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A redis-server that this process starts, for the demo, for trials and for tests. Its data stays
 * in its folder and is used again at the next start. Not thread-safe.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final int ATTEMPTS = 600;
  private static final int PORT_ATTEMPTS = 100;
  private static final int FIRST_PORT = 20_000;
  private static final int END_OF_PORTS = 32_000;
  private static final int PASSWORD_BYTES = 32;

  /** The longest path of a Unix socket on Linux, in bytes (sun_path without its last NUL). */
  private static final int MAX_SOCKET_PATH = 107;

  /** With these a client could write any file, load code, or end the server. */
  private static final List<String> WITHOUT_COMMANDS = List.of("CONFIG", "MODULE", "DEBUG");

  private final Path folder;
  private final EmbeddedAddress address;
  private final boolean ownerOnly;
  private final List<String> arguments;
  private @Nullable RedisServerBinary binary;
  private @Nullable Process process;
  private @Nullable FileChannel folderLock;

  private EmbeddedRedis(
      Path folder, EmbeddedAddress address, boolean ownerOnly, List<String> arguments) {
    this.folder = folder;
    this.address = address;
    this.ownerOnly = ownerOnly;
    this.arguments = arguments;
  }

  /**
   * Starts a server for tests on a free port of loopback, which every user of this machine can
   * reach, and waits until it answers. It is the redis-server of the library embedded-redis, the
   * oldest version that is supported.
   *
   * @param folder for its data, its log and its binary; made if it is missing
   * @param arguments further arguments of redis-server, such as {@code "--appendonly", "yes"}
   * @throws BadSettingException when the folder cannot be written, a server runs on it already, or
   *     the server does not start
   */
  public static EmbeddedRedis start(Path folder, String... arguments) {
    EmbeddedAddress address = EmbeddedAddress.onPort(freePort(), "");
    return start(new EmbeddedRedis(folder.toAbsolutePath(), address, false, List.of(arguments)));
  }

  /**
   * Starts a server that only this user can reach, and waits until it answers: on a Unix socket in
   * a folder with mode 0700, or, where its path would be too long, on a port of loopback with a
   * random password, which is in a file with mode 0600. The commands CONFIG, MODULE and DEBUG are
   * disabled. A redis-server of version 6.2 or newer on the PATH is preferred to the older one of
   * embedded-redis.
   *
   * @param folder as above
   * @param arguments as above
   * @throws BadSettingException as above
   */
  public static EmbeddedRedis startForOwner(Path folder, String... arguments) {
    Path absolute = folder.toAbsolutePath();
    Path socket = absolute.resolve("run").resolve("redis.sock");
    boolean fits = socket.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH;
    EmbeddedAddress address =
        fits && Epoll.isAvailable()
            ? EmbeddedAddress.onSocket(socket)
            : EmbeddedAddress.onPort(freePort(), randomPassword());
    return start(new EmbeddedRedis(absolute, address, true, List.of(arguments)));
  }

  private static EmbeddedRedis start(EmbeddedRedis redis) {
    try {
      redis.lock();
      redis.start();
      return redis;
    } catch (BadSettingException e) {
      redis.unlock();
      throw e;
    }
  }

  private static String randomPassword() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Starts the server again, at the same address and data; does nothing while it runs. */
  public void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    try {
      RedisServerBinary program = binary();
      requireReadableData(program);
      // Not by the umask of this process: the data contains addresses of recipients.
      List<String> command =
          new ArrayList<>(List.of("/bin/sh", "-c", "umask 077; exec \"$0\" \"$@\""));
      command.add(program.file().toString());
      if (!address.password().isEmpty()) {
        command.add(passwordFile().toString());
      }
      command.addAll(address.arguments());
      command.addAll(List.of("--dir", folder.toString(), "--daemonize", "no", "--save", ""));
      if (ownerOnly) {
        WITHOUT_COMMANDS.forEach(name -> command.addAll(List.of("--rename-command", name, "")));
      }
      command.addAll(arguments);
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      awaitAnswer(process);
    } catch (IOException e) {
      throw cannotStart(e);
    }
  }

  private BadSettingException cannotStart(IOException e) {
    return new BadSettingException(
        "embedded Redis cannot start in " + folder + ": " + e.getMessage(), e);
  }

  /** An older server would ignore the data silently and start empty. */
  private void requireReadableData(RedisServerBinary program) {
    if (Files.isDirectory(folder.resolve("appendonlydir")) && !program.isAtLeast(7, 0)) {
      throw new BadSettingException(
          "embedded Redis cannot start in "
              + folder
              + ": its data is of Redis 7 or newer, and this would be "
              + program
              + "; put a redis-server of that version on the PATH, or choose another folder with"
              + " embedded:FOLDER");
    }
  }

  /** Two servers would write into one append-only file, each without the data of the other. */
  private void lock() {
    try {
      makeFolder();
      FileChannel channel =
          PrivateFiles.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      folderLock = channel;
      EmbeddedAddress running = running();
      // A server whose process was killed has no lock, and still runs.
      if (!locked(channel) || (running != null && running.answers())) {
        throw new BadSettingException(
            "an embedded Redis runs in "
                + folder
                + " already; to share it, set redis.url = "
                + (running == null ? "to its address" : shareable(running))
                + " (REDIS_URL), or choose another folder with embedded:FOLDER");
      }
      writeAddress();
    } catch (IOException e) {
      throw cannotStart(e);
    }
  }

  private void makeFolder() throws IOException {
    if (!ownerOnly) {
      Files.createDirectories(folder);
      return;
    }
    PrivateFiles.createOwnerFolder(folder);
    // The operator may have made the folder: its mode is not changed.
    PrivateFiles.ownerOnly(PrivateFiles.createOwnerFolder(folder.resolve("run")));
    PrivateFiles.createOwnerFile(addressFile(true));
    PrivateFiles.createOwnerFile(folder.resolve("lock"));
    PrivateFiles.createOwnerFile(log());
    for (String data : List.of("appendonly.aof", "appendonlydir", "dump.rdb", "port")) {
      if (Files.exists(folder.resolve(data))) {
        PrivateFiles.ownerOnly(folder.resolve(data));
      }
    }
  }

  /** Writes the files by which other processes find the server, and the one with its password. */
  private void writeAddress() throws IOException {
    Files.writeString(addressFile(ownerOnly), address.url() + "\n");
    if (!address.password().isEmpty()) {
      PrivateFiles.createOwnerFile(passwordFile());
      Files.writeString(passwordFile(), "requirepass " + address.password() + "\n");
    }
  }

  /** The last address of a server of this folder; null when that is not known. */
  private @Nullable EmbeddedAddress running() throws IOException {
    for (boolean ofOwner : new boolean[] {true, false}) {
      if (Files.exists(addressFile(ofOwner))) {
        EmbeddedAddress found =
            EmbeddedAddress.parse(Files.readString(addressFile(ofOwner)).strip());
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldInThisProcess) {
      return false;
    }
  }

  private void unlock() {
    try {
      if (folderLock != null) {
        folderLock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of loopback; 0 when the server listens on a socket only. */
  public int port() {
    return address.port();
  }

  /** The address for {@code redis.url}. It may contain a password: not for a log. */
  public String url() {
    return address.url();
  }

  /** The address for {@code REDIS_URL} in a shell, without a visible password. */
  public String urlForShell() {
    return shareable(address);
  }

  private String shareable(EmbeddedAddress shared) {
    return shared.password().isEmpty() ? shared.url() : "$(cat " + addressFile(true) + ")";
  }

  /** The redis-cli command for this server, without a visible password. */
  public String cli() {
    return address.socket() != null
        ? "redis-cli -s " + address.socket()
        : address.password().isEmpty()
            ? "redis-cli -p " + address.port()
            : "redis-cli --no-auth-warning -u $(cat " + addressFile(true) + ")";
  }

  /** The redis-server program and its address, without a password. */
  public String describe() {
    return binary + " at " + address.shown();
  }

  /** The server's process id, for signals. */
  public long pid() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process.pid();
  }

  /** Ends the server at once, as {@code kill -9} would. */
  public void kill() {
    end(true);
  }

  /** Ends the server by SIGTERM; with {@code appendonly} all its data is on disk then. */
  @Override
  public void close() {
    end(false);
    try {
      Files.deleteIfExists(addressFile(ownerOnly));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    unlock();
  }

  private void end(boolean forcibly) {
    Process running = process;
    if (running == null) {
      return;
    }
    try {
      if (forcibly) {
        running.destroyForcibly();
      } else {
        running.destroy();
      }
      if (!running.waitFor(10, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Writes the address for the next process, in case this one is killed. */
  private Path addressFile(boolean ofOwner) {
    return ofOwner ? folder.resolve("run").resolve("url") : folder.resolve("port");
  }

  private Path passwordFile() {
    return folder.resolve("run").resolve("password.conf");
  }

  private Path log() {
    return folder.resolve("redis-server.log");
  }

  private RedisServerBinary binary() throws IOException {
    RedisServerBinary chosen = binary;
    if (chosen == null) {
      Path bin = Files.createDirectories(folder.resolve("bin"));
      chosen =
          ownerOnly
              ? RedisServerBinary.find(System.getenv("PATH"), bin)
              : RedisServerBinary.bundled(bin);
      binary = chosen;
    }
    return chosen;
  }

  private void awaitAnswer(Process started) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS && started.isAlive(); attempt++) {
      if (address.answers()) {
        return;
      }
      try {
        if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while it started", e);
      }
    }
    started.destroyForcibly();
    List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
    throw new IOException(
        "redis-server said: " + (lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1)));
  }

  /**
   * A port below those that the system assigns itself, so that no other process gets it while the
   * server is down.
   */
  private static int freePort() {
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_OF_PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // try another
      }
    }
    throw new IllegalStateException(
        "no free port on loopback: tried "
            + PORT_ATTEMPTS
            + " between "
            + FIRST_PORT
            + " and "
            + END_OF_PORTS);
  }
}
