package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.DeliveredRecipients;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.upstream.InMemoryDeliveredRecipients;
import io.github.pmtatracking.component.smtpproxy.upstream.SourceAddresses;
import io.github.pmtatracking.text.ByteSize;
import io.github.pmtatracking.text.CidrBlock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options of a consumer, read and checked once at start. */
public record ProxySettings(
    SmtpProxyConfiguration options,
    List<CidrBlock> clients,
    Set<String> keywords,
    Set<String> mechanisms,
    long maxMessageSize,
    int inMemory,
    @Nullable Path spoolDirectory,
    @Nullable ServerCertificate certificate,
    String hostName,
    DeliveredRecipients served,
    SourceAddresses sources) {

  /**
   * @throws IllegalArgumentException when an option cannot be used; the message names it
   */
  public static ProxySettings of(SmtpProxyConfiguration options) {
    String file = options.getCertificateFile();
    String keyFile = options.getPrivateKeyFile();
    boolean hasFile = file != null && !file.isEmpty();
    boolean hasKey = keyFile != null && !keyFile.isEmpty();
    if (hasFile != hasKey) {
      throw new IllegalArgumentException(
          "certificateFile and privateKeyFile (-certfile, -privkeyfile) are wanted both or none");
    }
    ServerCertificate certificate =
        file != null && keyFile != null && hasFile
            ? new ServerCertificate(Path.of(file), Path.of(keyFile))
            : null;
    if (options.isImplicitTls() && certificate == null) {
      throw new IllegalArgumentException("implicitTls: wanted a certificateFile as well");
    }
    DeliveredRecipients served = options.getServedRecipients();
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
        certificate,
        hostName(orEmpty(options.getHostName()), certificate),
        served == null ? new InMemoryDeliveredRecipients() : served,
        sources);
  }

  /**
   * With CRAM-MD5 the user is named in the answer to a challenge that came over the connection he
   * ought not to have: a rule for him could be dodged.
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

  private static String hostName(String option, @Nullable ServerCertificate certificate) {
    if (!option.isEmpty()) {
      return option;
    }
    if (certificate != null && !certificate.commonName().isEmpty()) {
      return certificate.commonName();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  boolean allows(InetAddress client) {
    return clients.isEmpty() || clients.stream().anyMatch(network -> network.contains(client));
  }

  /** What SIZE tells a client: less than upstream takes, so that there is room to grow. */
  public long offeredSize(long upstreamSize) {
    long room = upstreamSize * 100 / (100 + options.getSizeHeadroom());
    return upstreamSize == 0 ? maxMessageSize : Math.min(maxMessageSize, room);
  }
}
