package io.github.pmtatracking.component.smtpproxy.api;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** All options of the component: how clients are treated, and how upstream is reached. */
@UriParams
public class SmtpProxyConfiguration extends UpstreamConfiguration implements Cloneable {
  @UriParam(label = "security")
  @Metadata(
      description = "Networks that may connect, separated by commas; others hear 554. Default: all")
  private @Nullable String clients;

  @UriParam(label = "security")
  @Metadata(
      description =
          "Certificate chain in PEM; with it STARTTLS is offered. Read again when it changes")
  private @Nullable String certificateFile;

  @UriParam(label = "security")
  @Metadata(description = "Private key of the certificate in PEM, without password")
  private @Nullable String privateKeyFile;

  @UriParam(label = "security")
  @Metadata(description = "Expect TLS from the first byte of a client, port 465")
  private boolean implicitTls;

  @UriParam(label = "security")
  @Metadata(description = "Offer AUTH without TLS though a certificate is there")
  private boolean authInClear;

  @UriParam(
      label = "security",
      defaultValue = "PLAIN,LOGIN,CRAM-MD5,XOAUTH2,OAUTHBEARER,SCRAM-SHA-1,SCRAM-SHA-256")
  @Metadata(
      description = "AUTH mechanisms that are passed on; those bound to one TLS channel cannot be")
  private String authMechanisms =
      "PLAIN,LOGIN,CRAM-MD5,XOAUTH2,OAUTHBEARER,SCRAM-SHA-1,SCRAM-SHA-256";

  @UriParam(
      label = "advanced",
      defaultValue = "8BITMIME,SMTPUTF8,DSN,VERP,XVERP,ENHANCEDSTATUSCODES,PIPELINING")
  @Metadata(description = "What of upstream's EHLO answer is passed on, beside SIZE and AUTH")
  private String keywords = "8BITMIME,SMTPUTF8,DSN,VERP,XVERP,ENHANCEDSTATUSCODES,PIPELINING";

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "The name in the greeting; default: that of the certificate, else of this machine")
  private @Nullable String hostName;

  @UriParam(defaultValue = "SPLIT")
  @Metadata(
      description =
          "SPLIT: the route may hand on a copy for each; ONE_PER_TRANSACTION: 452 from the second"
              + " on; SHARED: one copy for all")
  private MultipleRecipients multipleRecipients = MultipleRecipients.SPLIT;

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "Remembers who was served in an attempt that failed in part; default: in memory")
  private @Nullable DeliveredRecipients servedRecipients;

  @UriParam(defaultValue = "50")
  @Metadata(description = "Recipients of one message; the next one hears 452")
  private int maxRecipients = 50;

  @UriParam(defaultValue = "90")
  @Metadata(
      description =
          "Clients at one time; the next one hears 421. Each has a connection to upstream")
  private int maxConnections = 90;

  @UriParam(defaultValue = "0")
  @Metadata(
      description = "Connections of one client address at one time, 0 for no limit of its own")
  private int maxConnectionsPerClient;

  @UriParam(defaultValue = "50MiB")
  @Metadata(description = "The largest message, such as 10MiB; a larger one hears 552")
  private String maxMessageSize = "50MiB";

  @UriParam(label = "advanced", defaultValue = "25")
  @Metadata(
      description =
          "Percent that a message may grow in the route: SIZE tells clients that much less than"
              + " upstream takes")
  private int sizeHeadroom = 25;

  @UriParam(label = "advanced", defaultValue = "256KiB")
  @Metadata(
      description = "Messages up to this size stay in memory, larger ones lie in a temporary file")
  private String inMemory = "256KiB";

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "Heap that messages may take while they are handled, such as 256MiB; a message that"
              + " gets none waits, and its client gets 452 after two minutes. By default half of"
              + " the heap")
  private @Nullable String messageMemory;

  @UriParam(label = "advanced")
  @Metadata(description = "Folder for the temporary files; default: the system's")
  private @Nullable String spoolDirectory;

  @UriParam(defaultValue = "REFUSE")
  @Metadata(
      description =
          "A bare CR, a bare LF or a NUL in a message: REFUSE it with 550, or NORMALISE it")
  private LineEndings lineEnds = LineEndings.REFUSE;

  @UriParam(label = "advanced", defaultValue = "5m", javaType = "java.time.Duration")
  @Metadata(description = "How long a client may be silent between commands")
  private long clientTimeout = 300_000;

  @UriParam(label = "advanced", defaultValue = "30s", javaType = "java.time.Duration")
  @Metadata(description = "How long a TLS handshake with a client may take")
  private long handshakeTimeout = 30_000;

  @UriParam(label = "advanced", defaultValue = "3m", javaType = "java.time.Duration")
  @Metadata(description = "How long a client may be silent within DATA")
  private long dataTimeout = 180_000;

  @UriParam(label = "advanced")
  @Metadata(description = "Put a Received: line before each message")
  private boolean received;

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "File for the conversation with clients, created afresh at start; credentials redacted")
  private @Nullable String downstreamDebug;

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "From which local address upstream is reached for whom, such as"
              + " 10.1.0.0/16=127.0.1.1,user:fred=127.0.1.2")
  private @Nullable String upstreamSource;

  /** A configuration that an endpoint may change without changing this one. */
  public SmtpProxyConfiguration copy() {
    try {
      return (SmtpProxyConfiguration) clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }

  public @Nullable String getClients() {
    return clients;
  }

  public void setClients(@Nullable String clients) {
    this.clients = clients;
  }

  public @Nullable String getCertificateFile() {
    return certificateFile;
  }

  public void setCertificateFile(@Nullable String certificateFile) {
    this.certificateFile = certificateFile;
  }

  public @Nullable String getPrivateKeyFile() {
    return privateKeyFile;
  }

  public void setPrivateKeyFile(@Nullable String privateKeyFile) {
    this.privateKeyFile = privateKeyFile;
  }

  public boolean isImplicitTls() {
    return implicitTls;
  }

  public void setImplicitTls(boolean implicitTls) {
    this.implicitTls = implicitTls;
  }

  public boolean isAuthInClear() {
    return authInClear;
  }

  public void setAuthInClear(boolean authInClear) {
    this.authInClear = authInClear;
  }

  public String getAuthMechanisms() {
    return authMechanisms;
  }

  public void setAuthMechanisms(String authMechanisms) {
    this.authMechanisms = authMechanisms;
  }

  public String getKeywords() {
    return keywords;
  }

  public void setKeywords(String keywords) {
    this.keywords = keywords;
  }

  public @Nullable String getHostName() {
    return hostName;
  }

  public void setHostName(@Nullable String hostName) {
    this.hostName = hostName;
  }

  public MultipleRecipients getMultipleRecipients() {
    return multipleRecipients;
  }

  public void setMultipleRecipients(MultipleRecipients multipleRecipients) {
    this.multipleRecipients = multipleRecipients;
  }

  public @Nullable DeliveredRecipients getServedRecipients() {
    return servedRecipients;
  }

  public void setServedRecipients(@Nullable DeliveredRecipients servedRecipients) {
    this.servedRecipients = servedRecipients;
  }

  public int getMaxRecipients() {
    return maxRecipients;
  }

  public void setMaxRecipients(int maxRecipients) {
    this.maxRecipients = maxRecipients;
  }

  public int getMaxConnections() {
    return maxConnections;
  }

  public void setMaxConnections(int maxConnections) {
    this.maxConnections = maxConnections;
  }

  public int getMaxConnectionsPerClient() {
    return maxConnectionsPerClient;
  }

  public void setMaxConnectionsPerClient(int maxConnectionsPerClient) {
    this.maxConnectionsPerClient = maxConnectionsPerClient;
  }

  public String getMaxMessageSize() {
    return maxMessageSize;
  }

  public void setMaxMessageSize(String maxMessageSize) {
    this.maxMessageSize = maxMessageSize;
  }

  public int getSizeHeadroom() {
    return sizeHeadroom;
  }

  public void setSizeHeadroom(int sizeHeadroom) {
    this.sizeHeadroom = sizeHeadroom;
  }

  public @Nullable String getMessageMemory() {
    return messageMemory;
  }

  public void setMessageMemory(@Nullable String messageMemory) {
    this.messageMemory = messageMemory;
  }

  public String getInMemory() {
    return inMemory;
  }

  public void setInMemory(String inMemory) {
    this.inMemory = inMemory;
  }

  public @Nullable String getSpoolDirectory() {
    return spoolDirectory;
  }

  public void setSpoolDirectory(@Nullable String spoolDirectory) {
    this.spoolDirectory = spoolDirectory;
  }

  public LineEndings getLineEnds() {
    return lineEnds;
  }

  public void setLineEnds(LineEndings lineEnds) {
    this.lineEnds = lineEnds;
  }

  /** Milliseconds. */
  public long getClientTimeout() {
    return clientTimeout;
  }

  public void setClientTimeout(long clientTimeout) {
    this.clientTimeout = clientTimeout;
  }

  /** Milliseconds. */
  public long getHandshakeTimeout() {
    return handshakeTimeout;
  }

  public void setHandshakeTimeout(long handshakeTimeout) {
    this.handshakeTimeout = handshakeTimeout;
  }

  /** Milliseconds. */
  public long getDataTimeout() {
    return dataTimeout;
  }

  public void setDataTimeout(long dataTimeout) {
    this.dataTimeout = dataTimeout;
  }

  public boolean isReceived() {
    return received;
  }

  public void setReceived(boolean received) {
    this.received = received;
  }

  public @Nullable String getUpstreamSource() {
    return upstreamSource;
  }

  public void setUpstreamSource(@Nullable String upstreamSource) {
    this.upstreamSource = upstreamSource;
  }

  public @Nullable String getDownstreamDebug() {
    return downstreamDebug;
  }

  public void setDownstreamDebug(@Nullable String downstreamDebug) {
    this.downstreamDebug = downstreamDebug;
  }
}
