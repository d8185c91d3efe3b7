package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.wrapper.RewriteLimitException;
import io.github.pmtatracking.wrapper.RewritePolicy;
import io.github.pmtatracking.wrapper.TrackingBudget;
import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.html.HtmlTokenizer.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what there is to change in one HTML part. One use, one thread. */
public final class TrackingEditFinder {
  private final HtmlText text;
  private final ByteRange view;
  private final TrackableUrls targets;
  private final RewritePolicy policy;
  private final TrackingBudget budget;
  private final BodyBounds bounds = new BodyBounds();
  private final List<Edit> edits = new ArrayList<>();
  private @Nullable BaseUrl base;

  private TrackingEditFinder(
      HtmlText text, TrackableUrls targets, RewritePolicy policy, TrackingBudget budget) {
    this.text = text;
    this.view = text.view();
    this.targets = targets;
    this.policy = policy;
    this.budget = budget;
  }

  /**
   * The edits, in order of their places.
   *
   * @param mayHaveBase whether there may be a {@code <base>}
   * @throws RewriteLimitException as soon as there are too many
   */
  public static List<Edit> edits(
      HtmlText text,
      TrackableUrls targets,
      RewritePolicy policy,
      TrackingBudget budget,
      boolean mayHaveBase)
      throws RewriteLimitException {
    TrackingEditFinder scan = new TrackingEditFinder(text, targets, policy, budget);
    if (mayHaveBase && policy.trackClick()) {
      scan.base = scan.findBase();
    }
    return scan.scan();
  }

  /** Links may stand before it, so it is looked for first. */
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

  private List<Edit> scan() throws RewriteLimitException {
    HtmlTokenizer tokens = new HtmlTokenizer(view);
    while (tokens.next()) {
      bounds.see(tokens, view);
      if (policy.trackClick()) {
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

  /** Outlook reads what stands in {@code <!--[if mso]> .. <![endif]-->}. */
  private void comment(int start, int end) throws RewriteLimitException {
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

  private void startTag(HtmlTokenizer tokens) throws RewriteLimitException {
    if (LinkTag.isLink(tokens, view.bytes())) {
      new LinkTag(tokens, text).addEdits(targets, base, budget, edits);
    }
  }

  private void addPixels() {
    if (policy.trackInitialOpen() && bounds.start() >= 0) {
      edits.add(pixel(bounds.start(), Action.INITIAL_OPEN));
    }
    if (policy.trackOpen() && bounds.end() >= 0) {
      edits.add(pixel(bounds.end(), Action.OPEN));
    }
  }

  private Edit.Pixel pixel(int at, Action action) {
    return new Edit.Pixel(text.contentOffset(at - view.from()), action);
  }
}
