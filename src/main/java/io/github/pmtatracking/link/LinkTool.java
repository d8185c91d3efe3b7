package io.github.pmtatracking.link;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes single links and decodes them, as the original's linktool does. Thread-safe. */
public final class LinkTool {
  /** More than any URL has; with the tracker's limit a long link could not be examined. */
  private static final int MAX_INFLATED = 1024 * 1024;

  private final LinkDecoder decoder = new LinkDecoder(MAX_INFLATED);

  /**
   * The result of decoding a link.
   *
   * @param text the output of the original, also for an invalid link
   * @param reason why the tracker refuses the link, or {@code null} if it does not
   */
  public record Finding(String text, @Nullable String reason) {}

  /**
   * The URL of a link. For opens the target is left out.
   *
   * @param action {@code click}, {@code open} or {@code initial_open}
   * @throws IllegalArgumentException if there is no such action or the tracking URL cannot carry
   *     links; the message names the flag
   */
  public String encode(
      String trackingUrl, String action, String messageId, String recipient, String targetUrl) {
    Action known = action(action);
    String target = known.isClick() ? targetUrl : "";
    return new TrackingUrl(trackingUrl)
        .encode(new TrackingLink(known, target, messageId, recipient, null, false));
  }

  private static Action action(String name) {
    for (Action action : Action.values()) {
      if (action.eventType().equals(name)) {
        return action;
      }
    }
    String known =
        Arrays.stream(Action.values()).map(Action::eventType).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "action \"" + name + "\" is unknown; set -action to one of " + known);
  }

  /** Decodes the URL of a link. */
  public Finding decode(String url) {
    int scheme = url.indexOf("://");
    int path = scheme < 0 ? 0 : end(url, scheme + 3);
    String trackingUrl = scheme < 0 ? "://" : url.substring(0, path);
    LinkJson.Fields fields = new LinkJson.Fields();
    String json = "";
    try {
      LinkText found = decoder.find(url.substring(path));
      LinkPath link = found.path();
      json = found.json();
      decoder.read(json, fields);
      return new Finding(
          describe(trackingUrl + link.trackingPrefix(), json, LinkDecoder.link(link, fields)),
          null);
    } catch (BadLinkException refused) {
      return new Finding(describe(trackingUrl, json, fields), refused.reason());
    }
  }

  private static int end(String url, int from) {
    int end = from;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String describe(String trackingUrl, String json, TrackingLink link) {
    return describe(
        trackingUrl,
        json,
        link.action().eventType(),
        link.targetUrl(),
        link.messageId(),
        link.recipient());
  }

  private static String describe(String trackingUrl, String json, LinkJson.Fields fields) {
    return describe(
        trackingUrl,
        json,
        "",
        LinkJson.Fields.orEmpty(fields.targetUrl),
        LinkJson.Fields.orEmpty(fields.messageId),
        LinkJson.Fields.orEmpty(fields.recipient));
  }

  private static String describe(
      String trackingUrl,
      String json,
      String action,
      String targetUrl,
      String messageId,
      String recipient) {
    return ("JSON: " + json + "\nEquivalent to encode -tracking_url " + trackingUrl)
        + (" -rcpt_to " + recipient + " -action " + action)
        + (" -target_link_url " + targetUrl + " -message_id " + messageId + "\n");
  }
}
