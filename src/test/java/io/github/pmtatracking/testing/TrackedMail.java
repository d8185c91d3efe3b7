package io.github.pmtatracking.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.BadLinkException;
import io.github.pmtatracking.link.LinkDecoder;
import io.github.pmtatracking.link.TrackingLink;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A delivered mail whose links lead to a tracker, in a transfer encoding that leaves them bare. */
public final class TrackedMail {
  private final String messageId;
  private final List<TrackingLink> links = new ArrayList<>();

  /**
   * @param tracker the base of the links
   */
  public TrackedMail(String tracker, byte[] message) throws BadLinkException {
    String text = new String(message, ISO_8859_1);
    Matcher id = Pattern.compile("(?mi)^X-Sp-Message-Id: *(\\S+)$").matcher(text);
    messageId = id.find() ? id.group(1) : "";
    Matcher link = Pattern.compile(Pattern.quote(tracker) + "(/[A-Za-z0-9_=-]+)").matcher(text);
    while (link.find()) {
      links.add(new LinkDecoder().decode(link.group(1)));
    }
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
