package io.github.pmtatracking.process;

import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a program serves health and metrics: {@code management.host} with a port of its own. The
 * older {@code management.hostport} names one address for all programs, so only one of several on a
 * machine can have it; the others take its host with their own port.
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
   * @return null when nothing is to be served
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
    if (!settings.isDefault(portKey)) {
      return own;
    }
    HostPort wanted = new HostPort(host, shared.port());
    if (isTaken(wanted) && !wanted.equals(own)) {
      LOG.warn(
          "Health and metrics at {} instead of {}, which is taken: {} serves one program only; set"
              + " management.host and {}",
          own,
          wanted,
          HOST_PORT,
          portKey);
      return own;
    }
    return wanted;
  }

  private static boolean isTaken(HostPort address) {
    try (ServerSocket trial = new ServerSocket()) {
      trial.setReuseAddress(true);
      trial.bind(new InetSocketAddress(address.listenHost(), address.port()));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
