package io.github.pmtatracking.tracker;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;

/** Links as readers ask for them: the path of the tracking URL. */
final class Links {
  private Links() {}

  static TrackingLink link(String target) {
    return new TrackingLink(Action.CLICK, target, "0000m", "a@b", null, false);
  }

  static String click(String target) {
    return path(link(target));
  }

  static String open() {
    return path(new TrackingLink(Action.OPEN, "", "0000m", "a@b", null, false));
  }

  static String path(TrackingLink link) {
    return new TrackingUrl("http://t").encode(link).substring("http://t".length());
  }
}
