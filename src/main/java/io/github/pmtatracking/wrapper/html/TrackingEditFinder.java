package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.html.HtmlTokenizer.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the links to wrap and the places of the pixels in one HTML part. One use, one thread. */
public final class TrackingEditFinder {
  private final HtmlText text;
  private final ByteRange view;
  private final TrackableUrls targets;
  private final TrackingKinds kinds;
  private final LinkBudget budget;
  private final BodyBounds bounds = new BodyBounds();
  private final List<Edit> edits = new ArrayList<>();
  private @Nullable BaseUrl base;

  private TrackingEditFinder(
      HtmlText text, TrackableUrls targets, TrackingKinds kinds, LinkBudget budget) {
    this.text = text;
    this.view = text.view();
    this.targets = targets;
    this.kinds = kinds;
    this.budget = budget;
  }

  /**
   * The edits, in order of their places.
   *
   * @param mayHaveBase whether there may be a {@code <base>}
   * @throws LinkLimitException as soon as the budget has no room for a link
   */
  public static List<Edit> edits(
      HtmlText text,
      TrackableUrls targets,
      TrackingKinds kinds,
      LinkBudget budget,
      boolean mayHaveBase)
      throws LinkLimitException {
    TrackingEditFinder finder = new TrackingEditFinder(text, targets, kinds, budget);
    if (mayHaveBase && kinds.click()) {
      finder.base = finder.findBase();
    }
    return finder.find();
  }

  /** Links may stand before the base, so this runs first. */
  private @Nullable BaseUrl findBase() {
    HtmlTokenizer tokens = new HtmlTokenizer(view);
    while (tokens.next()) {
      if (tokens.kind() == Kind.START_TAG && tokens.isNamed("base")) {
        LinkTag tag = new LinkTag(tokens, text);
        String href = tag.href();
        String url = href == null ? "" : TrackableUrls.decoded(href);
        if (TrackableUrls.isWeb(url)) {
          return TrackableUrls.isShortEnough(url) ? new BaseUrl(url) : null;
        }
        if (tag.hasHref() && href == null) {
          return null;
        }
      }
    }
    return null;
  }

  private List<Edit> find() throws LinkLimitException {
    HtmlTokenizer tokens = new HtmlTokenizer(view);
    while (tokens.next()) {
      bounds.add(tokens, view);
      if (kinds.click()) {
        if (tokens.kind() == Kind.START_TAG) {
          startTag(tokens);
        } else if (tokens.kind() == Kind.COMMENT) {
          comment(tokens.start(), tokens.end());
        }
      }
    }
    addPixels();
    edits.sort(Comparator.comparingInt(Edit::start));
    return edits;
  }

  /** Outlook reads the content of {@code <!--[if mso]> .. <![endif]-->}. */
  private void comment(int start, int end) throws LinkLimitException {
    if (!Ascii.startsWithIgnoringCase(view.bytes(), start, end, "<!--[if")) {
      return;
    }
    int from = Ascii.indexOf(view.bytes(), start, end - 3, '>') + 1;
    if (from < end - 3) {
      HtmlTokenizer tokens = new HtmlTokenizer(view.bytes(), from, end - 3);
      while (tokens.next()) {
        if (tokens.kind() == Kind.START_TAG) {
          startTag(tokens);
        }
      }
    }
  }

  private void startTag(HtmlTokenizer tokens) throws LinkLimitException {
    if (LinkTag.isLink(tokens, view.bytes())) {
      new LinkTag(tokens, text).addEdits(targets, base, budget, edits);
    }
  }

  private void addPixels() {
    if (kinds.initialOpen() && takesPixelAt(bounds.start())) {
      edits.add(pixel(bounds.start(), Action.INITIAL_OPEN));
    }
    if (kinds.open() && takesPixelAt(bounds.end())) {
      edits.add(pixel(bounds.end(), Action.OPEN));
    }
  }

  private boolean takesPixelAt(int place) {
    return place >= 0 && text.takesMarkupAt(place - view.from());
  }

  private Edit.Pixel pixel(int at, Action action) {
    return new Edit.Pixel(text.contentOffset(at - view.from()), action);
  }
}
