package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.html.Edit;
import io.github.pmtatracking.wrapper.html.Pixel;
import io.github.pmtatracking.wrapper.mime.Splice;
import io.github.pmtatracking.wrapper.mime.TransferEncoding;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of an HTML part and the edits in it. Immutable.
 *
 * @param body its bytes in the message
 * @param encoding its transfer encoding
 * @param charset the charset of its markup
 * @param edits in order; places are offsets in the decoded content
 * @param amp whether it is AMP
 */
record HtmlBody(
    ByteRange body, TransferEncoding encoding, Charset charset, List<Edit> edits, boolean amp) {

  /** Whether it differs by recipient. */
  boolean isPersonal() {
    return edits.stream().anyMatch(edit -> !(edit instanceof Edit.Removal));
  }

  /** The edits with the tracking URLs of one copy. Counts the links and pixels that are used. */
  List<Splice> splices(TrackingLinks links) {
    List<Splice> splices = new ArrayList<>(edits.size() * 3);
    for (Edit edit : edits) {
      if (edit instanceof Edit.Link link) {
        addLink(link, links, splices);
      } else if (edit instanceof Edit.Pixel pixel) {
        addPixel(pixel, links, splices);
      } else if (edit instanceof Edit.Removal removal) {
        splices.add(replacement(removal.start(), removal.end(), ""));
      }
    }
    return splices;
  }

  private void addLink(Edit.Link link, TrackingLinks links, List<Splice> splices) {
    String url = links.click(link, inThisPart(Action.CLICK));
    int around = link.attributeEnd() - link.attributeStart() - (link.end() - link.start());
    if (url.length() + around > encoding.maxTextLength()) {
      return; // it fits into no line, so the link stays as it is
    }
    splices.add(Splice.lineMayBreak(link.attributeStart()));
    splices.add(replacement(link.start(), link.end(), url));
    splices.add(Splice.lineMayBreak(link.attributeEnd()));
    links.countLink();
  }

  private void addPixel(Edit.Pixel pixel, TrackingLinks links, List<Splice> splices) {
    String url = links.open(inThisPart(pixel.action()));
    if (amp && !url.startsWith("https:")) {
      return; // AMP allows https only, and mail clients drop an AMP part that breaks the rules
    }
    List<String> pieces = amp ? Pixel.ampHtml(url) : Pixel.html(url);
    if (pieces.stream().anyMatch(piece -> piece.length() > encoding.maxTextLength())) {
      return; // it fits into no line
    }
    Splice around = Splice.lineMayBreakAsLastResort(pixel.start());
    splices.add(around);
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0) {
        splices.add(Splice.lineMayBreak(pixel.start()));
      }
      splices.add(replacement(pixel.start(), pixel.start(), pieces.get(i)));
    }
    splices.add(around);
    links.countPixel();
  }

  private Action inThisPart(Action action) {
    return amp ? action.inAmp() : action;
  }

  private Splice replacement(int start, int end, String html) {
    return Splice.replace(start, end, html.getBytes(charset));
  }
}
