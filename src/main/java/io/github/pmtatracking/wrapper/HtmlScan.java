package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.wrapper.HtmlTokenizer.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what there is to change in one HTML part. One use, one thread. */
final class HtmlScan {
  private final HtmlText text;
  private final Slice view;
  private final LinkTargets targets;
  private final RewritePolicy policy;
  private final TrackingBudget budget;
  private final ContentBounds bounds = new ContentBounds();
  private final List<Edit> edits = new ArrayList<>();
  private @Nullable BaseUrl base;

  private HtmlScan(
      HtmlText text, LinkTargets targets, RewritePolicy policy, TrackingBudget budget) {
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
   * @throws TooMuchException as soon as there are too many
   */
  static List<Edit> edits(
      HtmlText text,
      LinkTargets targets,
      RewritePolicy policy,
      TrackingBudget budget,
      boolean mayHaveBase)
      throws TooMuchException {
    HtmlScan scan = new HtmlScan(text, targets, policy, budget);
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
        String url = href == null ? "" : LinkTargets.decoded(href);
        if (LinkTargets.isWeb(url)) {
          return LinkTargets.isShortEnough(url) ? new BaseUrl(url) : null;
        }
        if (tag.hasHref() && href == null) {
          return null;
        }
      }
    }
    return null;
  }

  private List<Edit> scan() throws TooMuchException {
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
  private void comment(int start, int end) throws TooMuchException {
    if (!Octets.startsWithIgnoringCase(view.octets(), start, end, "<!--[if")) {
      return;
    }
    int from = Octets.indexOf(view.octets(), start, end - 3, '>') + 1;
    if (from < end - 3) {
      HtmlTokenizer tokens = new HtmlTokenizer(view.octets(), from, end - 3);
      while (tokens.next()) {
        if (tokens.kind() == Kind.START_TAG) {
          startTag(tokens);
        }
      }
    }
  }

  private void startTag(HtmlTokenizer tokens) throws TooMuchException {
    if (LinkTag.isLink(tokens, view.octets())) {
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
