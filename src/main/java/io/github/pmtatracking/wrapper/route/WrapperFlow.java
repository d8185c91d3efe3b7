package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyComponent;
import io.github.pmtatracking.component.smtpproxy.api.LineEndings;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.files.PrivateFiles;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowContext;
import io.github.pmtatracking.process.PortCheck;
import io.github.pmtatracking.process.TroubleHealthCheck;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.text.HostPort;
import io.github.pmtatracking.wrapper.DkimPolicy;
import io.github.pmtatracking.wrapper.MessageRewriter;
import io.github.pmtatracking.wrapper.MultipleRecipients;
import io.github.pmtatracking.wrapper.OnFault;
import io.github.pmtatracking.wrapper.RewriteLimits;
import io.github.pmtatracking.wrapper.RewritePolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds tracking to mail on its way to PowerMTA: {@code routes/wrapper.camel.yaml}. */
public final class WrapperFlow implements Flow {
  private static final Logger LOG = LoggerFactory.getLogger(WrapperFlow.class);

  @Override
  public String name() {
    return "wrapper";
  }

  @Override
  public List<String> routes() {
    return List.of("wrapper");
  }

  @Override
  public void configure(FlowContext beans) {
    Settings settings = beans.settings();
    RewritePolicy policy = policy(settings);
    TrackingUrl trackingUrl = settings.parse("wrapper.tracking-url", TrackingUrl::new);
    requireReachable(settings);
    settings.networks("wrapper.clients");
    SmtpProxyConfiguration options = options(settings);
    if (policy.multipleRecipients() == MultipleRecipients.SPLIT) {
      options.setServedRecipients(
          new RedisDeliveredRecipients(beans.redis().queue(), System::nanoTime));
      beans.bind("redis-health", TroubleHealthCheck.ofHealth("redis", beans.redis()::trouble));
    }
    if (!settings.text("log.format").equals("original")) {
      options.setMessageLog(new DetailedMessageLog());
    }
    SmtpProxyComponent component = new SmtpProxyComponent();
    component.setConfiguration(options);
    beans.bind("smtp-proxy", component);
    beans.bind("mailTracking", new MailTracking(new MessageRewriter(trackingUrl, policy)));
    tell(settings);
  }

  private static RewritePolicy policy(Settings settings) {
    return new RewritePolicy(
        settings.flag("wrapper.track-open"),
        settings.flag("wrapper.track-initial-open"),
        settings.flag("wrapper.track-click"),
        MultipleRecipients.valueOf(
            constant(
                settings.oneOf(
                    "wrapper.multiple-recipients", "split", "one-per-transaction", "shared"))),
        settings.parse("wrapper.dkim-signed", DkimPolicy::of),
        settings.flag("wrapper.amp"),
        OnFault.valueOf(constant(settings.oneOf("wrapper.on-fault", "pass", "tempfail"))),
        new RewriteLimits(
            settings.number("wrapper.max-parts", 1, 1_000_000),
            settings.number("wrapper.max-links", 1, 1_000_000),
            settings.bytes("wrapper.max-growth", 1, 1L << 30)));
  }

  /** What the route does not show; the rest stands in its YAML and is checked here. */
  private static SmtpProxyConfiguration options(Settings settings) {
    SmtpProxyConfiguration options = new SmtpProxyConfiguration();
    PortCheck.of(settings, "wrapper.in-hostport", "-in_hostport");
    settings.oneOf("wrapper.upstream-tls", "auto", "require", "never", "implicit");
    settings.number("wrapper.max-connections", 1, 100_000);
    settings.number("wrapper.max-recipients", 1, 10_000);
    settings.bytes("wrapper.max-message-size");
    options.setMaxConnectionsPerClient(
        settings.number("wrapper.max-connections-per-client", 0, 100_000));
    options.setCertificateFile(settings.pathOrEmpty("wrapper.certfile"));
    options.setPrivateKeyFile(settings.pathOrEmpty("wrapper.privkeyfile"));
    options.setImplicitTls(settings.flag("wrapper.implicit-tls"));
    options.setInsecureSkipVerify(settings.flag("wrapper.insecure-skip-verify"));
    options.setAuthInClear(settings.flag("wrapper.auth-in-clear"));
    options.setHostName(settings.text("wrapper.host-name"));
    options.setLineEnds(
        LineEndings.valueOf(constant(settings.oneOf("wrapper.line-ends", "refuse", "normalise"))));
    options.setReceived(settings.flag("wrapper.received"));
    options.setUpstreamSource(settings.text("wrapper.upstream-source"));
    options.setXclient(settings.flag("wrapper.xclient"));
    options.setSizeHeadroom(settings.number("wrapper.size-headroom", 0, 1_000));
    options.setSpoolDirectory(folder(settings, "wrapper.spool-directory"));
    options.setClientTimeout(settings.duration("wrapper.client-timeout").toMillis());
    options.setDataTimeout(settings.duration("wrapper.data-timeout").toMillis());
    options.setConnectTimeout(settings.duration("wrapper.connect-timeout").toMillis());
    options.setUpstreamTimeout(settings.duration("wrapper.upstream-timeout").toMillis());
    options.setUpstreamDataTimeout(settings.duration("wrapper.upstream-data-timeout").toMillis());
    options.setVerbose(settings.flag("log.verbose"));
    options.setDownstreamDebug(debugFile(settings, "wrapper.downstream-debug"));
    options.setUpstreamDataDebug(debugFile(settings, "wrapper.upstream-data-debug"));
    return options;
  }

  /** The component would name its own option, not the setting. */
  private static String debugFile(Settings settings, String key) {
    String file = settings.pathOrEmpty(key);
    if (!file.isEmpty()) {
      try {
        PrivateFiles.createOwnerFile(Path.of(file));
        Files.newOutputStream(Path.of(file)).close();
      } catch (IOException e) {
        throw new BadSettingException(
            settings.describe(key) + ": wanted a file that can be written: " + e, e);
      }
    }
    return file;
  }

  private static String folder(Settings settings, String key) {
    String folder = settings.pathOrEmpty(key);
    if (!folder.isEmpty()
        && !(Files.isDirectory(Path.of(folder)) && Files.isWritable(Path.of(folder)))) {
      throw new BadSettingException(
          settings.describe(key)
              + ": wanted a folder that user "
              + System.getProperty("user.name")
              + " can write, or nothing for the system's folder for temporary files");
    }
    return folder;
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Links to a tracker on loopback are of no use to readers elsewhere. */
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
                + ": wanted the URL of the tracker as readers reach it (-tracking_url), since mail"
                + " goes to "
                + upstream
                + " and from there to readers elsewhere");
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

  /** As the original does at start. */
  private static void tell(Settings settings) {
    LOG.info("Outgoing host:port set to {}", settings.text("wrapper.out-hostport"));
    LOG.info(
        "Engagement tracking URL: {}, track_open {}, track_initial_open {}, track_click {}",
        settings.text("wrapper.tracking-url"),
        settings.text("wrapper.track-open"),
        settings.text("wrapper.track-initial-open"),
        settings.text("wrapper.track-click"));
    String certificate = settings.text("wrapper.certfile");
    if (certificate.isEmpty()) {
      LOG.info("certfile or privkeyfile not specified - proxy will NOT offer STARTTLS to clients");
    } else {
      LOG.info(
          "Gathered certificate {} and key {}", certificate, settings.text("wrapper.privkeyfile"));
    }
    LOG.info("Verbose SMTP conversation logging: {}", settings.text("log.verbose"));
    LOG.info(
        "insecure_skip_verify (Skip check of peer cert on upstream side): {}",
        settings.text("wrapper.insecure-skip-verify"));
  }
}
