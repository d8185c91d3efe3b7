package io.github.pmtatracking.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.BadLinkException;
import io.github.pmtatracking.link.LinkDecoder;
import io.github.pmtatracking.link.TrackingLink;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A delivered mail of one part whose links lead to a tracker, in any transfer encoding. */
public final class TrackedMail {
  private final String messageId;
  private final List<TrackingLink> links = new ArrayList<>();

  /**
   * @param tracker the base of the links
   */
  public TrackedMail(String tracker, byte[] message) throws BadLinkException {
    String raw = new String(message, ISO_8859_1);
    int end = raw.indexOf("\r\n\r\n");
    String header = raw.substring(0, end + 2);
    String text = decoded(header, raw.substring(end + 4));
    Matcher id = Pattern.compile("(?mi)^X-Sp-Message-Id: *(\\S+)$").matcher(header);
    messageId = id.find() ? id.group(1) : "";
    Matcher link = Pattern.compile(Pattern.quote(tracker) + "(/[A-Za-z0-9_=-]+)").matcher(text);
    while (link.find()) {
      links.add(new LinkDecoder().decode(link.group(1)));
    }
  }

  private static String decoded(String header, String body) {
    if (header.contains("Encoding: base64")) {
      return new String(Base64.getMimeDecoder().decode(body), ISO_8859_1);
    }
    if (header.contains("Encoding: quoted-printable")) {
      return Pattern.compile("=([0-9A-F]{2})")
          .matcher(body.replace("=\r\n", ""))
          .replaceAll(hex -> quoted((char) Integer.parseInt(hex.group(1), 16)));
    }
    return body;
  }

  private static String quoted(char c) {
    return Matcher.quoteReplacement(String.valueOf(c));
  }

  public String messageId() {
    return messageId;
  }

  /** Where its clicks lead. */
  public List<String> targets() {
    return links.stream()
        .filter(link -> link.action() == Action.CLICK)
        .map(TrackingLink::targetUrl)
        .toList();
  }

  /** Fails unless there are so many links and pixels, all with this mail's id and recipient. */
  public void requireLinksOf(String recipient, int count) {
    if (links.size() != count || messageId.isEmpty()) {
      throw new AssertionError(
          "wanted " + count + " links, got " + links + " in message " + messageId);
    }
    for (TrackingLink link : links) {
      if (!link.recipient().equals(recipient) || !link.messageId().equals(messageId)) {
        throw new AssertionError("wanted " + messageId + " for " + recipient + ", got " + link);
      }
    }
  }
}
