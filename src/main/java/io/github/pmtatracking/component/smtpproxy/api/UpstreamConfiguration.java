package io.github.pmtatracking.component.smtpproxy.api;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** How the upstream server is reached. */
@UriParams
public class UpstreamConfiguration {
  @UriParam
  @Metadata(description = "The server that mail is handed to, as host:port. A consumer needs it.")
  private @Nullable String upstream;

  @UriParam(defaultValue = "AUTO")
  @Metadata(
      label = "security",
      description =
          "AUTO: STARTTLS when upstream offers it; REQUIRE: STARTTLS or no connection; NEVER;"
              + " IMPLICIT: TLS from the first byte, port 465")
  private UpstreamTls upstreamTls = UpstreamTls.AUTO;

  @UriParam(label = "security")
  @Metadata(description = "Take any certificate from upstream")
  private boolean insecureSkipVerify;

  @UriParam(label = "advanced", defaultValue = "30s", javaType = "java.time.Duration")
  @Metadata(description = "How long connecting to upstream may take")
  private long connectTimeout = 30_000;

  @UriParam(label = "advanced", defaultValue = "5m", javaType = "java.time.Duration")
  @Metadata(description = "How long upstream may take to answer a command, and to take bytes")
  private long upstreamTimeout = 300_000;

  @UriParam(label = "advanced", defaultValue = "10m", javaType = "java.time.Duration")
  @Metadata(description = "How long upstream may take to answer a whole message")
  private long upstreamDataTimeout = 600_000;

  @UriParam(label = "advanced")
  @Metadata(description = "Tell upstream the client's address with XCLIENT, when it offers that")
  private boolean xclient;

  @UriParam(label = "advanced")
  @Metadata(description = "Log the conversation with upstream, credentials redacted")
  private boolean verbose;

  @UriParam(label = "advanced")
  @Metadata(description = "File for each message as it is sent upstream, created afresh at start")
  private @Nullable String upstreamDataDebug;

  @UriParam(label = "advanced")
  @Metadata(description = "Hears of each message that was handed to upstream; default: a log line")
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
