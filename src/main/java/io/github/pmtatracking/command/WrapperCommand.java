package io.github.pmtatracking.command;

import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.wrapper.route.WrapperFlow;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wrapper}: the SMTP proxy that puts pixels and tracked links into mail. */
@Command(
    name = "wrapper",
    description = {
      "SMTP proxy that wraps links and adds open tracking pixels.",
      "Accepts incoming messages from your downstream client and relays on to an upstream server."
    })
final class WrapperCommand extends FlowCommand {

  @Option(
      names = {"-in_hostport", "--in_hostport"},
      paramLabel = "HOST:PORT",
      description = "Where to serve incoming SMTP requests (default: localhost:587)")
  void inHostPort(String value) {
    flag("wrapper.in-hostport", "-in_hostport", value);
  }

  @Option(
      names = {"-out_hostport", "--out_hostport"},
      paramLabel = "HOST:PORT",
      description = "Where to relay SMTP requests to (default: smtp.sparkpostmail.com:587)")
  void outHostPort(String value) {
    flag("wrapper.out-hostport", "-out_hostport", value);
  }

  @Option(
      names = {"-certfile", "--certfile"},
      paramLabel = "FILE",
      description = "Certificate file for this server, PEM; with -privkeyfile STARTTLS is offered")
  void certFile(String value) {
    flag("wrapper.certfile", "-certfile", value);
  }

  @Option(
      names = {"-privkeyfile", "--privkeyfile"},
      paramLabel = "FILE",
      description = "Private key file for this server, PEM")
  void privateKeyFile(String value) {
    flag("wrapper.privkeyfile", "-privkeyfile", value);
  }

  @Option(
      names = {"-downstream_debug", "--downstream_debug"},
      paramLabel = "FILE",
      description = "File to write downstream server SMTP conversation for debugging")
  void downstreamDebug(String value) {
    flag("wrapper.downstream-debug", "-downstream_debug", value);
  }

  @Option(
      names = {"-upstream_data_debug", "--upstream_data_debug"},
      paramLabel = "FILE",
      description = "File to write upstream DATA for debugging")
  void upstreamDataDebug(String value) {
    flag("wrapper.upstream-data-debug", "-upstream_data_debug", value);
  }

  @Option(
      names = {"-tracking_url", "--tracking_url"},
      paramLabel = "URL",
      description = "URL of your tracking service endpoint (default: http://localhost:8888)")
  void trackingUrl(String value) {
    flag("wrapper.tracking-url", "-tracking_url", value);
  }

  @Option(
      names = {"-track_open", "--track_open"},
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Insert an open tracking pixel at bottom of HTML mail (default: true)")
  void trackOpen(String value) {
    booleanFlag("wrapper.track-open", "-track_open", value);
  }

  @Option(
      names = {"-track_initial_open", "--track_initial_open"},
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Insert an initial_open tracking pixel at top of HTML mail (default: false)")
  void trackInitialOpen(String value) {
    booleanFlag("wrapper.track-initial-open", "-track_initial_open", value);
  }

  @Option(
      names = {"-track_click", "--track_click"},
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Wrap links in HTML mail, to track clicks (default: false)")
  void trackClick(String value) {
    booleanFlag("wrapper.track-click", "-track_click", value);
  }

  @Option(
      names = {"-insecure_skip_verify", "--insecure_skip_verify"},
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Skip check of peer cert on upstream side (default: false)")
  void insecureSkipVerify(String value) {
    booleanFlag("wrapper.insecure-skip-verify", "-insecure_skip_verify", value);
  }

  @Override
  List<Flow> flows() {
    return List.of(new WrapperFlow());
  }

  @Override
  String managementPortKey() {
    return "wrapper.management.port";
  }

  @Override
  String greeting(Settings settings) {
    return "Starting smtp proxy service on port " + settings.text("wrapper.in-hostport");
  }
}
