package io.github.pmtatracking.wrapper.html;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An http or https URL that relative links are resolved against (RFC 3986, 5.2). It is split once,
 * so that the time for a link depends on the link's length only. Immutable.
 */
final class BaseUrl {
  private final String scheme;
  private final String root;
  private final String path;

  /** The path's folders without dot segments, with a slash at both ends. */
  private final String folders;

  /** Where each of the folders ends, behind its slash. */
  private final List<Integer> folderEnds = new ArrayList<>();

  BaseUrl(String url) {
    int authority = url.indexOf("//") + 2;
    int pathStart = indexOfAny(url, "/?#", authority);
    scheme = url.substring(0, authority - 2);
    root = url.substring(0, pathStart);
    path = url.substring(pathStart, indexOfAny(url, "?#", pathStart));
    StringBuilder kept = new StringBuilder("/");
    String folderPath = path.substring(0, path.lastIndexOf('/') + 1);
    for (int at = 1; at < folderPath.length(); ) {
      int slash = folderPath.indexOf('/', at);
      String segment = folderPath.substring(at, slash);
      at = slash + 1;
      if (segment.equals("..")) {
        if (!folderEnds.isEmpty()) {
          folderEnds.remove(folderEnds.size() - 1);
        }
        kept.setLength(folderEnds.isEmpty() ? 1 : folderEnds.get(folderEnds.size() - 1));
      } else if (!segment.equals(".")) {
        kept.append(segment).append('/');
        folderEnds.add(kept.length());
      }
    }
    folders = kept.toString();
  }

  /**
   * The absolute URL of a relative one.
   *
   * @param maxLength characters that the result may have
   * @return null if it would be longer
   */
  @Nullable String resolve(String relative, int maxLength) {
    if (relative.startsWith("//")) {
      return joined(scheme, "", relative, maxLength);
    }
    if (relative.startsWith("?")) {
      return joined(root, path, relative, maxLength);
    }
    int query = indexOfAny(relative, "?#", 0);
    boolean fromRoot = relative.startsWith("/");
    int pathStart = fromRoot ? 1 : 0;
    int inherited = fromRoot ? 0 : folderEnds.size();
    if (relative.indexOf('.') < 0) {
      return joined(root, folders(inherited), relative.substring(pathStart), maxLength);
    }
    List<String> added = new ArrayList<>();
    boolean folder = false;
    for (int at = pathStart; at <= query; ) {
      int slash = Math.min(query, indexOfAny(relative, "/", at));
      String segment = relative.substring(at, slash);
      folder = segment.equals(".") || segment.equals("..");
      if (!folder) {
        added.add(segment);
      } else if (segment.length() == 2) {
        if (!added.isEmpty()) {
          added.remove(added.size() - 1);
        } else if (inherited > 0) {
          inherited--;
        }
      }
      at = slash + 1;
    }
    String rest = String.join("/", added) + (folder && !added.isEmpty() ? "/" : "");
    return joined(root, folders(inherited), rest + relative.substring(query), maxLength);
  }

  private String folders(int count) {
    return count == 0 ? "/" : folders.substring(0, folderEnds.get(count - 1));
  }

  private static @Nullable String joined(String first, String second, String third, int maxLength) {
    return first.length() + second.length() + third.length() > maxLength
        ? null
        : first + second + third;
  }

  private static int indexOfAny(String text, String wanted, int from) {
    int i = from;
    while (i < text.length() && wanted.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }
}
