package io.github.pmtatracking.tracker;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;

/** Links as readers ask for them: the path of the tracking URL. */
public final class Links {
  private Links() {}

  public static TrackingLink link(String target) {
    return new TrackingLink(Action.CLICK, target, "0000m", "a@b", null, false);
  }

  public static String click(String target) {
    return path(link(target));
  }

  public static String open() {
    return path(new TrackingLink(Action.OPEN, "", "0000m", "a@b", null, false));
  }

  public static String path(TrackingLink link) {
    return new TrackingUrl("http://t").encode(link).substring("http://t".length());
  }
}
