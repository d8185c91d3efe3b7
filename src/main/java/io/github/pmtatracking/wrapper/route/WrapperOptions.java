package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.process.PortCheck;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.text.HostPort;
import io.github.pmtatracking.wrapper.ArcSigned;
import io.github.pmtatracking.wrapper.DkimPolicy;
import io.github.pmtatracking.wrapper.OnFault;
import io.github.pmtatracking.wrapper.RewriteLimits;
import io.github.pmtatracking.wrapper.RewritePolicy;
import io.github.pmtatracking.wrapper.html.TrackingKinds;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * The settings of the wrapper, each read and checked once.
 *
 * @param trackingUrl the URL at which recipients reach the tracker
 * @param policy how messages are changed
 * @param proxy the options of the component {@code smtp-proxy} that do not stand in the route
 * @param splits whether each recipient of a message may get a copy of its own
 * @param detailedLog whether the line for a message has more than the original's
 */
record WrapperOptions(
    TrackingUrl trackingUrl,
    RewritePolicy policy,
    SmtpProxyConfiguration proxy,
    boolean splits,
    boolean detailedLog) {

  /**
   * Reads all settings of the wrapper.
   *
   * @throws BadSettingException for the first one that cannot be used
   */
  static WrapperOptions of(Settings settings) {
    RewritePolicy policy = policy(settings);
    TrackingUrl trackingUrl = settings.parse("wrapper.tracking-url", TrackingUrl::new);
    requireReachable(settings);
    PortCheck.of(settings, "wrapper.in-hostport", "-in_hostport");
    return new WrapperOptions(
        trackingUrl,
        policy,
        ProxyOption.configuration(settings),
        settings.text("wrapper.multiple-recipients").equals("split"),
        !settings.text("log.format").equals("original"));
  }

  private static RewritePolicy policy(Settings settings) {
    return new RewritePolicy(
        new TrackingKinds(
            settings.flag("wrapper.track-open"),
            settings.flag("wrapper.track-initial-open"),
            settings.flag("wrapper.track-click")),
        settings.text("wrapper.multiple-recipients").equals("shared"),
        settings.parse("wrapper.dkim-signed", DkimPolicy::of),
        ArcSigned.valueOf(
            settings.oneOf("wrapper.arc-signed", "track", "skip").toUpperCase(Locale.ROOT)),
        settings.flag("wrapper.amp"),
        OnFault.valueOf(
            settings.oneOf("wrapper.on-fault", "pass", "tempfail").toUpperCase(Locale.ROOT)),
        new RewriteLimits(
            settings.number("wrapper.max-parts", 1, 1_000_000),
            settings.number("wrapper.max-links", 1, 1_000_000),
            settings.bytes("wrapper.max-growth", 1, 1L << 30)));
  }

  /** Recipients elsewhere cannot reach a tracker on loopback. */
  private static void requireReachable(Settings settings) {
    HostPort upstream = settings.hostPort("wrapper.out-hostport");
    try {
      InetAddress address = upstream.toConnect().getAddress();
      if (address == null) {
        throw new UnknownHostException(upstream.host());
      }
      String tracker = settings.parse("wrapper.tracking-url", URI::create).getHost();
      if (!address.isLoopbackAddress() && isLoopback(tracker)) {
        throw new BadSettingException(
            settings.describe("wrapper.tracking-url")
                + ": wanted the URL at which recipients reach the tracker (-tracking_url), because"
                + " mail goes to "
                + upstream
                + " and from there to other machines");
      }
    } catch (UnknownHostException e) {
      throw new BadSettingException(
          settings.describe("wrapper.out-hostport") + ": host unknown (-out_hostport)", e);
    }
  }

  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    boolean literal = host.matches("[0-9.]+") || host.startsWith("[");
    try {
      return literal && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
