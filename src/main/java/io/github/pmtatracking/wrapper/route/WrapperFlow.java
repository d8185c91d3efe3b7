package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyComponent;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowContext;
import io.github.pmtatracking.process.TroubleHealthCheck;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.time.Ticker;
import io.github.pmtatracking.wrapper.MessageRewriter;
import io.github.pmtatracking.wrapper.WrapperCounters;
import java.util.List;
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
  public void configure(FlowContext context) {
    Settings settings = context.settings();
    WrapperOptions options = WrapperOptions.of(settings);
    SmtpProxyConfiguration proxy = options.proxy();
    if (options.splits()) {
      DeliveryRecords records =
          new DeliveryRecords(context.redis().queue(), settings.duration("redis.timeout"));
      proxy.setDeliveredRecipients(new RedisDeliveredRecipients(records, Ticker.system()));
      context.bind("redis-health", TroubleHealthCheck.ofHealth("redis", context.redis()::trouble));
    }
    proxy.setMessageLog(
        options.detailedLog()
            ? new DetailedMessageLog()
            : new OriginalMessageLog(proxy.isVerbose()));
    SmtpProxyComponent component = new SmtpProxyComponent();
    component.setConfiguration(proxy);
    ProxyOption.check(component, settings);
    context.bind("smtp-proxy", component);
    WrapperCounters counters = new WrapperCounters();
    context.bind(
        "mailTracking",
        new MailTracking(new MessageRewriter(options.trackingUrl(), options.policy()), counters));
    context.addRoutes(new WrapperMetrics(counters));
    logSettings(settings);
  }

  /** The original's lines at start. */
  private static void logSettings(Settings settings) {
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
