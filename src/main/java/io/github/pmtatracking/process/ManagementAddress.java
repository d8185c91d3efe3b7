package io.github.pmtatracking.process;

import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.text.HostPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address at which a program serves health and metrics: {@code management.host} with a port of
 * its own. The older {@code management.hostport} names one address for all programs: the program
 * that starts first gets it; each of the others uses its host with the program's own port.
 */
public final class ManagementAddress {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementAddress.class);
  private static final String HOST = "management.host";
  private static final String HOST_PORT = "management.hostport";
  private static final String OFF = "off";

  private ManagementAddress() {}

  /**
   * Reads the settings.
   *
   * @param portKey the setting of the program's own port
   * @return null when the program serves none
   * @throws io.github.pmtatracking.settings.BadSettingException when a setting is no address
   */
  public static @Nullable HostPort of(Settings settings, String portKey) {
    boolean ownPortIsOff = settings.text(portKey).equals(OFF);
    if (settings.text(HOST_PORT).equals(OFF) || ownPortIsOff) {
      return null;
    }
    int port = settings.number(portKey, 0, 65_535);
    if (settings.text(HOST_PORT).isEmpty()) {
      return new HostPort(settings.text(HOST), port);
    }
    HostPort shared = settings.hostPort(HOST_PORT);
    String host = settings.isDefault(HOST) ? shared.host() : settings.text(HOST);
    HostPort own = new HostPort(host, port);
    HostPort wanted = new HostPort(host, shared.port());
    if (!settings.isDefault(portKey) || wanted.equals(own)) {
      return own;
    }
    if (isTaken(wanted)) {
      logOwn(own, wanted, portKey);
      return own;
    }
    return wanted;
  }

  /**
   * The program's own address, when the one of all programs turned out to be taken: another program
   * that was started at the same moment got it.
   *
   * @return null when the address was the program's own already
   */
  public static @Nullable HostPort insteadOf(HostPort taken, Settings settings, String portKey) {
    HostPort own = new HostPort(taken.host(), settings.number(portKey, 0, 65_535));
    if (settings.text(HOST_PORT).isEmpty() || taken.equals(own)) {
      return null;
    }
    logOwn(own, taken, portKey);
    return own;
  }

  private static void logOwn(HostPort own, HostPort wanted, String portKey) {
    LOG.warn(
        "Health and metrics have another address, the wanted one is taken: "
            + HOST_PORT
            + " serves one program only; set management.host and "
            + portKey
            + ": address={} taken={}",
        own,
        wanted);
  }

  private static boolean isTaken(HostPort address) {
    return PortCheck.failure(address) != null;
  }
}
