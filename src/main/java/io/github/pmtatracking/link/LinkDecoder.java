package io.github.pmtatracking.link;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads tracking links of both generations (docs/formats.md, "Tracking links") from the path of
 * their URL: base64url, with padding or without, of zlib of JSON in the last segment. Thread-safe.
 */
public final class LinkDecoder {
  /** How many bytes a link may inflate to by default: 16 KB. */
  public static final int MAX_INFLATED = 16 * 1024;

  /** How many starts of a link are tried in a path, so that a hostile path takes little time. */
  private static final int MAX_STARTS = 4;

  private final LinkJson json = new LinkJson();
  private final ZlibInflater inflater;

  public LinkDecoder() {
    this(MAX_INFLATED);
  }

  /**
   * @param maxInflated bytes, from 1; a link that inflates to more is refused
   */
  public LinkDecoder(int maxInflated) {
    inflater = new ZlibInflater(maxInflated);
  }

  /**
   * Reads a link. A link that a client has changed is read too, as long as its JSON is complete:
   * one that is broken over lines, percent-encoded twice, written in the other base64 alphabet,
   * surrounded by other characters, or cut within its checksum. A path that can be read unchanged
   * is never read in another way.
   *
   * @param rawPath the path of the URL, percent-encoded; a query or fragment after it is ignored
   * @throws BadLinkException if it is no link: not base64url, not zlib, longer than allowed, not
   *     JSON, or without an action
   */
  public TrackingLink decode(String rawPath) throws BadLinkException {
    LinkText found = find(rawPath);
    LinkJson.Fields fields = new LinkJson.Fields();
    json.readDocument(found.json(), fields);
    return link(found.path(), fields);
  }

  /** The link of a path and of the JSON found in it. */
  static TrackingLink link(LinkPath path, LinkJson.Fields fields) throws BadLinkException {
    Action older = path.olderAction();
    // A prefix of the current generation may end like the path of the older one.
    return older == null || fields.action != null ? fields.link() : fields.olderLink(older);
  }

  /** The JSON text of a link, not yet parsed, and the path in which it was found. */
  LinkText find(String rawPath) throws BadLinkException {
    try {
      LinkPath path = LinkPath.of(rawPath);
      return new LinkText(path, inflater.inflate(bytes(path.segment())));
    } catch (BadLinkException unchanged) {
      return find(MangledPath.of(rawPath), unchanged);
    }
  }

  private LinkText find(MangledPath path, BadLinkException unchanged) throws BadLinkException {
    int start = path.nextStart(0);
    if (start < 0) {
      throw unchanged;
    }
    for (int i = 0; i < MAX_STARTS && start >= 0; i++) {
      String text = text(path, start);
      if (text != null) {
        return new LinkText(new LinkPath(path.prefix(start), ""), text);
      }
      start = path.nextStart(start + 1);
    }
    throw new BadLinkException("the link is cut off or damaged");
  }

  private @Nullable String text(MangledPath path, int start) throws BadLinkException {
    int characters = 0;
    for (MangledPath.Joining joining : MangledPath.Joining.values()) {
      Base64Run run = path.run(start, joining);
      if (run.characters() != characters) {
        ZlibInflater.Inflated inflated = inflater.inflateCut(run);
        boolean usable =
            switch (inflated.end()) {
              case WHOLE -> true;
              case CUT -> isWhole(inflated.text());
              case BROKEN -> false;
            };
        if (usable) {
          return inflated.text();
        }
        if (!inflated.text().startsWith("{")) {
          // No link begins here, however its characters are joined.
          return null;
        }
      }
      characters = run.characters();
    }
    return null;
  }

  private boolean isWhole(String text) {
    try {
      json.readDocument(text, new LinkJson.Fields());
      return true;
    } catch (BadLinkException cut) {
      return false;
    }
  }

  /** Reads the fields of the link's JSON text; fields before an error keep their values. */
  void read(String text, LinkJson.Fields fields) throws BadLinkException {
    json.readDocument(text, fields);
  }

  private static byte[] bytes(String segment) throws BadLinkException {
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
