package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.net.HostPort;
import io.github.pmtatracking.component.smtpproxy.server.ProxyCounters;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Accept mail from SMTP clients, pass each command to an upstream server at once, and reply to the
 * client with upstream's reply.
 *
 * <p>A consumer listens. A producer on {@code smtp-proxy:upstream} sends the message that the route
 * handles, in the transaction of the client. A producer on {@code smtp-proxy:host:port} sends a
 * message in a transaction of its own.
 */
@ManagedResource(description = "SMTP proxy")
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "smtp-proxy",
    title = "SMTP Proxy",
    syntax = "smtp-proxy:address",
    category = {Category.MAIL, Category.NETWORKING},
    headersClass = SmtpProxyConstants.class)
public class SmtpProxyEndpoint extends DefaultEndpoint implements EndpointServiceLocation {
  /** The address of a producer that sends in the transaction of a client. */
  static final String UPSTREAM = "upstream";

  @UriPath
  @Metadata(
      required = true,
      description =
          "host:port to listen on (consumer) or to send to (producer), or the word upstream for the"
              + " upstream server of the client's session (producer)")
  private final String address;

  @UriParam private final SmtpProxyConfiguration configuration;

  private final ProxyCounters counters = new ProxyCounters();

  SmtpProxyEndpoint(
      String uri,
      SmtpProxyComponent component,
      String address,
      SmtpProxyConfiguration configuration) {
    super(uri, component);
    this.address = address;
    this.configuration = configuration;
    setExchangePattern(ExchangePattern.InOut);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    SmtpProxyConsumer consumer = new SmtpProxyConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    return address.equals(UPSTREAM)
        ? new SmtpProxyProducer(this)
        : new SmtpSendProducer(this, HostPort.parse(address, "smtp-proxy"));
  }

  @Override
  public SmtpProxyComponent getComponent() {
    return (SmtpProxyComponent) super.getComponent();
  }

  /** The address to listen on or to send to. */
  @Override
  public String getServiceUrl() {
    return address;
  }

  @Override
  public String getServiceProtocol() {
    return "smtp";
  }

  public String getAddress() {
    return address;
  }

  public SmtpProxyConfiguration getConfiguration() {
    return configuration;
  }

  ProxyCounters counters() {
    return counters;
  }

  @ManagedAttribute(description = "Connections of clients that are open")
  public int getOpenConnections() {
    return counters.open.get();
  }

  @ManagedAttribute(description = "Messages that are being received or handled")
  public int getMessagesInData() {
    return counters.inData.get();
  }

  @ManagedAttribute(description = "Connections since start")
  public long getConnections() {
    return counters.connections.sum();
  }

  @ManagedAttribute(description = "Connections that were refused since start")
  public long getConnectionsTurnedAway() {
    return counters.connectionsRefused.sum();
  }

  @ManagedAttribute(description = "Messages with reply 2xx since start")
  public long getMessagesAccepted() {
    return counters.accepted.sum();
  }

  @ManagedAttribute(description = "Messages with reply 4xx since start")
  public long getMessagesDeferred() {
    return counters.deferred.sum();
  }

  @ManagedAttribute(description = "Messages with reply 5xx since start")
  public long getMessagesRefused() {
    return counters.refused.sum();
  }

  @ManagedAttribute(description = "Bytes of all messages since start")
  public long getBytesIn() {
    return counters.bytesIn.sum();
  }

  @ManagedAttribute(description = "Failures of upstream since start")
  public long getUpstreamFailures() {
    return counters.upstreamFailures.sum();
  }
}
