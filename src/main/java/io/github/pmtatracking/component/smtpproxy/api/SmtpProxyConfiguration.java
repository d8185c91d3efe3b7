package io.github.pmtatracking.component.smtpproxy.api;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** All options of the component: for clients, and for the connection to upstream. */
@UriParams
public class SmtpProxyConfiguration extends UpstreamConfiguration implements Cloneable {
  @UriParam(label = "security")
  @Metadata(
      description =
          "Networks that may connect, separated by commas; the reply to others is 554. Without a"
              + " value all may connect")
  private @Nullable String clients;

  @UriParam(label = "security")
  @Metadata(
      description =
          "File with the certificate chain in PEM; with it STARTTLS is offered. Read again when it"
              + " changes")
  private @Nullable String certificateFile;

  @UriParam(label = "security")
  @Metadata(description = "File with the private key in PEM, without a password")
  private @Nullable String privateKeyFile;

  @UriParam(label = "security")
  @Metadata(
      description =
          "TLS towards clients instead of certificateFile and privateKeyFile; with it STARTTLS is"
              + " offered. Client certificates are not requested")
  private @Nullable SSLContextParameters sslContextParameters;

  @UriParam(label = "security")
  @Metadata(description = "Expect TLS from the client's first byte (port 465)")
  private boolean implicitTls;

  @UriParam(label = "security")
  @Metadata(description = "Offer AUTH without TLS also when there is a certificate")
  private boolean authInClear;

  @UriParam(
      label = "security",
      defaultValue = "PLAIN,LOGIN,CRAM-MD5,XOAUTH2,OAUTHBEARER,SCRAM-SHA-1,SCRAM-SHA-256")
  @Metadata(
      description =
          "AUTH mechanisms that are passed on when upstream offers them. Mechanisms that are bound"
              + " to one TLS channel cannot be passed on")
  private String authMechanisms =
      "PLAIN,LOGIN,CRAM-MD5,XOAUTH2,OAUTHBEARER,SCRAM-SHA-1,SCRAM-SHA-256";

  @UriParam(
      label = "advanced",
      defaultValue = "8BITMIME,SMTPUTF8,DSN,VERP,XVERP,ENHANCEDSTATUSCODES,PIPELINING")
  @Metadata(
      description = "Keywords of upstream's EHLO reply that are passed on, besides SIZE and AUTH")
  private String keywords = "8BITMIME,SMTPUTF8,DSN,VERP,XVERP,ENHANCEDSTATUSCODES,PIPELINING";

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "Host name in the greeting. Without a value the name in the certificate, or else the name"
              + " of this machine")
  private @Nullable String hostName;

  @UriParam(defaultValue = "SPLIT")
  @Metadata(
      description =
          "Recipients of one message. SPLIT: the route may send a copy for each;"
              + " ONE_PER_TRANSACTION: the reply to the second recipient is 452; SHARED: one copy"
              + " for all")
  private MultipleRecipients multipleRecipients = MultipleRecipients.SPLIT;

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "Remembers the recipients that got their copy in an attempt that failed in part. Without"
              + " a value the memory of this process")
  private @Nullable DeliveredRecipients deliveredRecipients;

  @UriParam(defaultValue = "50")
  @Metadata(
      description = "Maximum number of recipients of one message; the reply to the next one is 452")
  private int maxRecipients = 50;

  @UriParam(defaultValue = "90")
  @Metadata(
      description =
          "Maximum number of clients at one time; the reply to the next one is 421. Each client has"
              + " a connection to upstream")
  private int maxConnections = 90;

  @UriParam(defaultValue = "0")
  @Metadata(
      description =
          "Maximum number of connections of one client address at one time; 0 means no such limit")
  private int maxConnectionsPerClient;

  @UriParam(defaultValue = "50MiB")
  @Metadata(
      description = "Maximum size of a message, such as 10MiB; the reply to a larger one is 552")
  private String maxMessageSize = "50MiB";

  @UriParam(label = "advanced", defaultValue = "25")
  @Metadata(
      description =
          "Percent by which a message may grow in the route: the SIZE that clients see is smaller"
              + " than upstream's SIZE by this much")
  private int sizeHeadroom = 25;

  @UriParam(label = "advanced", defaultValue = "256KiB")
  @Metadata(
      description = "Messages up to this size are kept in memory, larger ones in a temporary file")
  private String inMemory = "256KiB";

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "Heap for all messages while they are handled, such as 256MiB. A message that gets no"
              + " memory waits, and after two minutes the reply is 452. Without a value half of the"
              + " heap")
  private @Nullable String messageMemory;

  @UriParam(label = "advanced")
  @Metadata(description = "Folder for temporary files. Without a value the system's folder")
  private @Nullable String spoolDirectory;

  @UriParam(defaultValue = "REFUSE")
  @Metadata(
      description = "A bare CR, a bare LF or a NUL in a message: REFUSE (reply 550) or NORMALISE")
  private LineEndings lineEndings = LineEndings.REFUSE;

  @UriParam(label = "advanced", defaultValue = "5m", javaType = "java.time.Duration")
  @Metadata(description = "Timeout for the client's next command")
  private long clientTimeout = 300_000;

  @UriParam(label = "advanced", defaultValue = "30s", javaType = "java.time.Duration")
  @Metadata(description = "Timeout for a TLS handshake with a client")
  private long handshakeTimeout = 30_000;

  @UriParam(label = "advanced", defaultValue = "3m", javaType = "java.time.Duration")
  @Metadata(description = "Timeout for the client's next bytes within DATA")
  private long dataTimeout = 180_000;

  @UriParam(label = "advanced")
  @Metadata(description = "Add a Received: field to each message")
  private boolean received;

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "Transcript file of the sessions with clients, overwritten at start; without credentials")
  private @Nullable String downstreamDebug;

  @UriParam(label = "advanced")
  @Metadata(
      description =
          "Local address of the connection to upstream by client network or user, such as"
              + " 10.1.0.0/16=127.0.1.1,user:fred=127.0.1.2")
  private @Nullable String upstreamSource;

  /** Uses TLS parameters for clients and for upstream, except where an option is set for it. */
  public void useWhereUnset(SSLContextParameters parameters) {
    boolean hasFile = certificateFile != null && !certificateFile.isEmpty();
    if (sslContextParameters == null && !hasFile) {
      sslContextParameters = parameters;
    }
    if (getUpstreamSslContextParameters() == null && !isInsecureSkipVerify()) {
      setUpstreamSslContextParameters(parameters);
    }
  }

  /** A copy, which an endpoint may change. */
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

  public @Nullable SSLContextParameters getSslContextParameters() {
    return sslContextParameters;
  }

  public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
    this.sslContextParameters = sslContextParameters;
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

  public @Nullable DeliveredRecipients getDeliveredRecipients() {
    return deliveredRecipients;
  }

  public void setDeliveredRecipients(@Nullable DeliveredRecipients deliveredRecipients) {
    this.deliveredRecipients = deliveredRecipients;
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

  public LineEndings getLineEndings() {
    return lineEndings;
  }

  public void setLineEndings(LineEndings lineEndings) {
    this.lineEndings = lineEndings;
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
