package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.DeliveredRecipients;
import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.net.ByteSize;
import io.github.pmtatracking.component.smtpproxy.net.CidrBlock;
import io.github.pmtatracking.component.smtpproxy.upstream.InMemoryDeliveredRecipients;
import io.github.pmtatracking.component.smtpproxy.upstream.SourceAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The options of a consumer, read and checked once at start.
 *
 * @param clients networks that may connect; empty for all
 * @param keywords EHLO keywords that are passed on, in upper case
 * @param mechanisms AUTH mechanisms that are passed on, in upper case
 * @param maxMessageSize in bytes
 * @param inMemory in bytes
 * @param spoolDirectory null for the system's folder for temporary files
 * @param tls null without TLS towards clients
 */
public record ProxySettings(
    SmtpProxyConfiguration options,
    List<CidrBlock> clients,
    Set<String> keywords,
    Set<String> mechanisms,
    long maxMessageSize,
    int inMemory,
    @Nullable Path spoolDirectory,
    @Nullable ServerTls tls,
    String hostName,
    DeliveredRecipients deliveredRecipients,
    SourceAddresses sources) {

  /**
   * Reads the options.
   *
   * @param tls context for TLS towards clients if there are no PEM files; null for none
   * @throws IllegalArgumentException when an option cannot be used; the message names it
   */
  public static ProxySettings of(SmtpProxyConfiguration options, @Nullable SSLContext tls) {
    ServerTls serverTls = tls(options, tls);
    if (options.isImplicitTls() && serverTls == null) {
      throw new InvalidOptionException("implicitTls", "wanted a certificateFile as well");
    }
    DeliveredRecipients memory = options.getDeliveredRecipients();
    String folder = options.getSpoolDirectory();
    SourceAddresses sources = new SourceAddresses(orEmpty(options.getUpstreamSource()));
    return new ProxySettings(
        options,
        CidrBlock.parseList(orEmpty(options.getClients()), "clients"),
        words(options.getKeywords()),
        mechanisms(options, sources),
        ByteSize.parse(options.getMaxMessageSize(), "maxMessageSize"),
        (int) Math.min(1 << 30, ByteSize.parse(options.getInMemory(), "inMemory")),
        folder == null || folder.isEmpty() ? null : Path.of(folder),
        serverTls,
        hostName(orEmpty(options.getHostName()), serverTls),
        memory == null ? new InMemoryDeliveredRecipients() : memory,
        sources);
  }

  private static @Nullable ServerTls tls(
      SmtpProxyConfiguration options, @Nullable SSLContext context) {
    String file = options.getCertificateFile();
    String keyFile = options.getPrivateKeyFile();
    boolean hasFile = file != null && !file.isEmpty();
    boolean hasKey = keyFile != null && !keyFile.isEmpty();
    if (hasFile != hasKey) {
      throw new InvalidOptionException(
          hasFile ? "privateKeyFile" : "certificateFile",
          "wanted a value, because certificateFile and privateKeyFile belong together");
    }
    if (file != null && keyFile != null && hasFile) {
      return new ServerCertificate(Path.of(file), Path.of(keyFile));
    }
    return context == null ? null : ServerTls.of(context);
  }

  /**
   * Without CRAM-MD5 if there are rules for users. With CRAM-MD5 the user's name comes only after
   * upstream's challenge, when the connection, and so its local address, is already chosen.
   */
  private static Set<String> mechanisms(SmtpProxyConfiguration options, SourceAddresses sources) {
    return words(options.getAuthMechanisms()).stream()
        .filter(mechanism -> !sources.hasUsers() || !mechanism.equals("CRAM-MD5"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.toUpperCase(Locale.ROOT).split("[ ,]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String hostName(String option, @Nullable ServerTls tls) {
    if (!option.isEmpty()) {
      return option;
    }
    if (tls != null && !tls.commonName().isEmpty()) {
      return tls.commonName();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Whether a client may connect. */
  boolean allows(InetAddress client) {
    return clients.isEmpty() || clients.stream().anyMatch(network -> network.contains(client));
  }

  /** The SIZE for a client: smaller than upstream's, because a message may grow in the route. */
  long offeredSize(long upstreamSize) {
    long room = upstreamSize * 100 / (100 + options.getSizeHeadroom());
    return upstreamSize == 0 ? maxMessageSize : Math.min(maxMessageSize, room);
  }
}
