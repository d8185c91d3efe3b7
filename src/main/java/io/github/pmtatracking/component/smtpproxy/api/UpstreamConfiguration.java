package io.github.pmtatracking.component.smtpproxy.api;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** The options for the connection to the upstream server. */
@UriParams
public class UpstreamConfiguration {
  @UriParam
  @Metadata(description = "The upstream server as host:port. Required for a consumer")
  private @Nullable String upstream;

  @UriParam(defaultValue = "AUTO")
  @Metadata(
      label = "security",
      description =
          "AUTO: STARTTLS when upstream offers it; REQUIRE: STARTTLS or no connection; NEVER: no"
              + " TLS; IMPLICIT: TLS from the first byte (port 465)")
  private UpstreamTls upstreamTls = UpstreamTls.AUTO;

  @UriParam(label = "security")
  @Metadata(
      description =
          "TLS towards upstream, for example with trusted certificates or a client certificate."
              + " Without a value Java's trusted certificates")
  private @Nullable SSLContextParameters upstreamSslContextParameters;

  @UriParam(label = "security")
  @Metadata(description = "Accept any certificate from upstream")
  private boolean insecureSkipVerify;

  @UriParam(label = "advanced", defaultValue = "30s", javaType = "java.time.Duration")
  @Metadata(description = "Timeout for the connection to upstream")
  private long connectTimeout = 30_000;

  @UriParam(label = "advanced", defaultValue = "5m", javaType = "java.time.Duration")
  @Metadata(
      description =
          "Timeout for upstream's reply to a command, and for each write to upstream or a client")
  private long upstreamTimeout = 300_000;

  @UriParam(label = "advanced", defaultValue = "10m", javaType = "java.time.Duration")
  @Metadata(description = "Timeout for upstream's reply to a message")
  private long upstreamDataTimeout = 600_000;

  @UriParam(label = "advanced")
  @Metadata(
      description = "Send the client's address upstream with XCLIENT, when upstream offers it")
  private boolean xclient;

  @UriParam(label = "advanced")
  @Metadata(description = "Log the session with upstream, without credentials")
  private boolean verbose;

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "Transcript file of the messages as they are sent upstream, overwritten at start")
  private @Nullable String upstreamDataDebug;

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "Called for each message that was sent upstream. Without a value a log line is written")
  private @Nullable MessageLog messageLog;

  public @Nullable String getUpstream() {
    return upstream;
  }

  public void setUpstream(@Nullable String upstream) {
    this.upstream = upstream;
  }

  public UpstreamTls getUpstreamTls() {
    return upstreamTls;
  }

  public void setUpstreamTls(UpstreamTls upstreamTls) {
    this.upstreamTls = upstreamTls;
  }

  public @Nullable SSLContextParameters getUpstreamSslContextParameters() {
    return upstreamSslContextParameters;
  }

  public void setUpstreamSslContextParameters(
      @Nullable SSLContextParameters upstreamSslContextParameters) {
    this.upstreamSslContextParameters = upstreamSslContextParameters;
  }

  public boolean isInsecureSkipVerify() {
    return insecureSkipVerify;
  }

  public void setInsecureSkipVerify(boolean insecureSkipVerify) {
    this.insecureSkipVerify = insecureSkipVerify;
  }

  /** Milliseconds. */
  public long getConnectTimeout() {
    return connectTimeout;
  }

  public void setConnectTimeout(long connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  /** Milliseconds. */
  public long getUpstreamTimeout() {
    return upstreamTimeout;
  }

  public void setUpstreamTimeout(long upstreamTimeout) {
    this.upstreamTimeout = upstreamTimeout;
  }

  /** Milliseconds. */
  public long getUpstreamDataTimeout() {
    return upstreamDataTimeout;
  }

  public void setUpstreamDataTimeout(long upstreamDataTimeout) {
    this.upstreamDataTimeout = upstreamDataTimeout;
  }

  public boolean isXclient() {
    return xclient;
  }

  public void setXclient(boolean xclient) {
    this.xclient = xclient;
  }

  public boolean isVerbose() {
    return verbose;
  }

  public void setVerbose(boolean verbose) {
    this.verbose = verbose;
  }

  public @Nullable String getUpstreamDataDebug() {
    return upstreamDataDebug;
  }

  public void setUpstreamDataDebug(@Nullable String upstreamDataDebug) {
    this.upstreamDataDebug = upstreamDataDebug;
  }

  public @Nullable MessageLog getMessageLog() {
    return messageLog;
  }

  public void setMessageLog(@Nullable MessageLog messageLog) {
    this.messageLog = messageLog;
  }
}
