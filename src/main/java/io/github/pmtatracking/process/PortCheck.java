package io.github.pmtatracking.process;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Checks before Camel starts whether an address can be listened on, because Camel's message would
 * not name the setting.
 */
public final class PortCheck {
  private PortCheck() {}

  /**
   * Reads an address and tries it.
   *
   * @param flag the command line flag of this setting
   * @throws BadSettingException when the address is none, is not of this machine, or is taken
   */
  public static HostPort of(Settings settings, String key, String flag) {
    HostPort address = settings.hostPort(key);
    tryOut(address, settings.describe(key), flag);
    return address;
  }

  private static void tryOut(HostPort address, String what, String remedy) {
    IOException failure = failure(address);
    if (failure != null) {
      throw new BadSettingException(
          what
              + ": cannot be listened on: "
              + failure.getMessage()
              + " (choose another with "
              + remedy
              + ")",
          failure);
    }
  }

  /** Why an address cannot be listened on: it is not of this machine, or is taken; or null. */
  static @Nullable IOException failure(HostPort address) {
    // Bound, not listening: a client must not be accepted here only to be disconnected again.
    try (Socket trial = new Socket()) {
      trial.setReuseAddress(true);
      trial.bind(new InetSocketAddress(address.listenHost(), address.port()));
      return null;
    } catch (IOException e) {
      return e;
    }
  }
}
