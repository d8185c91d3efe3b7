package io.github.pmtatracking.link;

import java.util.Base64;

/**
 * Reads tracking links of both generations (FACTS.md 2) from the path of their URL: base64url, with
 * padding or without, of zlib of JSON in the last segment. Thread-safe.
 */
public final class LinkDecoder {
  /** Most octets that a link may inflate to, unless told otherwise: 16 KB. */
  public static final int MAX_INFLATED = 16 * 1024;

  private final LinkJson json = new LinkJson();
  private final Inflation inflation;

  public LinkDecoder() {
    this(MAX_INFLATED);
  }

  /**
   * Refuses links that inflate to more.
   *
   * @param maxInflated octets, from 1
   */
  public LinkDecoder(int maxInflated) {
    inflation = new Inflation(maxInflated);
  }

  /**
   * What the link says.
   *
   * @param rawPath path of the URL as it came, percent-encoded; a query or fragment behind it is
   *     ignored
   * @throws BadLinkException if it is no link: not base64url, not zlib, longer than allowed, not
   *     JSON, or without an action
   */
  public TrackingLink decode(String rawPath) throws BadLinkException {
    LinkPath path = LinkPath.of(rawPath);
    LinkJson.Fields fields = new LinkJson.Fields();
    json.readDocument(text(path), fields);
    return link(path, fields);
  }

  /** The link of a path and of the JSON found in it. */
  static TrackingLink link(LinkPath path, LinkJson.Fields fields) throws BadLinkException {
    Action older = path.olderAction();
    // A prefix of the current generation may happen to end like the older one's path.
    return older == null || fields.action != null ? fields.link() : fields.olderLink(older);
  }

  /** The JSON text in the link, whatever it says. */
  String text(LinkPath path) throws BadLinkException {
    return inflation.inflate(octets(path.segment()));
  }

  /** The fields of the link's JSON text; they keep what came before an error. */
  void read(String text, LinkJson.Fields fields) throws BadLinkException {
    json.readDocument(text, fields);
  }

  private static byte[] octets(String segment) throws BadLinkException {
    if (segment.isEmpty()) {
      throw new BadLinkException("the path holds no link");
    }
    try {
      return Base64.getUrlDecoder().decode(segment);
    } catch (IllegalArgumentException illegal) {
      throw new BadLinkException("\"" + BadLinkException.shorten(segment) + "\" is no base64url");
    }
  }
}
