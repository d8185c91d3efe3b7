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
  private final ContentBounds bounds = new ContentBounds();
  private final List<LinkTag> tags = new ArrayList<>();
  private @Nullable String base;

  private HtmlScan(HtmlText text, LinkTargets targets, RewritePolicy policy) {
    this.text = text;
    this.view = text.view();
    this.targets = targets;
    this.policy = policy;
  }

  /** The edits, in order of their places. */
  static List<Edit> edits(HtmlText text, LinkTargets targets, RewritePolicy policy) {
    return new HtmlScan(text, targets, policy).edits();
  }

  private List<Edit> edits() {
    HtmlTokenizer tokens = new HtmlTokenizer(view);
    while (tokens.next()) {
      bounds.see(tokens, view);
      if (tokens.kind() == Kind.START_TAG && policy.trackClick()) {
        startTag(tokens);
        if (base == null && tokens.isNamed("base")) {
          base = baseHref(tokens);
        }
      } else if (tokens.kind() == Kind.COMMENT && policy.trackClick()) {
        comment(tokens.start(), tokens.end());
      }
    }
    List<Edit> edits = new ArrayList<>(tags.size() + 2);
    for (LinkTag tag : tags) {
      tag.addEdits(targets, base, edits);
    }
    addPixels(edits);
    edits.sort(Comparator.comparingInt(Edit::start));
    return edits;
  }

  /** Outlook reads what stands in {@code <!--[if mso]> .. <![endif]-->}. */
  private void comment(int start, int end) {
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

  private void startTag(HtmlTokenizer tokens) {
    if (LinkTag.isLink(tokens, view.octets())) {
      LinkTag tag = LinkTag.of(tokens, text);
      if (tag != null) {
        tags.add(tag);
      }
    }
  }

  private @Nullable String baseHref(HtmlTokenizer tokens) {
    int href = tokens.attribute("href");
    if (href < 0) {
      return null;
    }
    String url =
        LinkTargets.decoded(
            text.characters(
                tokens.valueStart(href) - view.from(), tokens.valueEnd(href) - view.from()));
    return LinkTargets.isWeb(url) ? url : null;
  }

  private void addPixels(List<Edit> edits) {
    if (policy.trackInitialOpen() && bounds.start() >= 0) {
      edits.add(new Edit.Pixel(bounds.start() - view.from(), Action.INITIAL_OPEN));
    }
    if (policy.trackOpen() && bounds.end() >= 0) {
      edits.add(new Edit.Pixel(bounds.end() - view.from(), Action.OPEN));
    }
  }
}
