package io.github.pmtatracking.process;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Finds out before Camel starts whether an address can be listened on, since only here its setting
 * is known.
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

  /**
   * Tries an address.
   *
   * @param what the operator's words for it
   * @param remedy the flag or setting that chooses another
   * @throws BadSettingException when it is not of this machine, or is taken
   */
  static void tryOut(HostPort address, String what, String remedy) {
    // Bound, not listening: a client must not come in here, only to be thrown out again.
    try (Socket trial = new Socket()) {
      trial.setReuseAddress(true);
      trial.bind(new InetSocketAddress(address.listenHost(), address.port()));
    } catch (IOException e) {
      throw new BadSettingException(
          what
              + ": cannot be listened on: "
              + e.getMessage()
              + " (choose another with "
              + remedy
              + ")",
          e);
    }
  }
}
