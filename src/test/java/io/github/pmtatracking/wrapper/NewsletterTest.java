package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Newsletters in every transfer encoding, judged by mime4j and jsoup. */
public class NewsletterTest {

  @ParameterizedTest
  @EnumSource
  void everyNewsletterIsTrackedAndOtherwiseAsItCame(MailShell shell) throws Exception {
    int linksSeen = 0;
    for (Path file : MailCorpus.newsletters()) {
      byte[] html =
          Files.readString(file).replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.UTF_8);
      byte[] mail = shell.mail(html, "utf-8");

      TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, mail);

      Unwrapping unwrapped =
          Unwrapping.of(utf8(decodedHtml(mail)), utf8(decodedHtml(copy.message())));
      assertEquals(
          JsoupLinks.eligible(new String(html, StandardCharsets.UTF_8)),
          unwrapped.links().stream().map(TrackingLink::targetUrl).toList(),
          file.toString());
      for (TrackingLink link : unwrapped.links()) {
        assertEquals(copy.messageId(), link.messageId());
        assertEquals(Mail.RECIPIENT, link.recipient());
      }
      // a pixel would be content, and browsers ignore the frames behind content
      boolean frames = new String(html, StandardCharsets.ISO_8859_1).contains("<frameset");
      List<Action> pixels = frames ? List.of() : List.of(Action.INITIAL_OPEN, Action.OPEN);
      assertEquals(pixels, unwrapped.pixels(), file.toString());
      int links = unwrapped.links().size();
      assertEquals(
          links + pixels.size() == 0
              ? RewriteOutcome.skipped(UntrackedReason.NOTHING_TO_TRACK)
              : RewriteOutcome.tracked(links, pixels.size()),
          copy.outcome());
      surroundingsAreAsTheyWere(shell, copy);
      linesAreNoLongerThanAllowed(shell, mail, copy.message());
      linksSeen += unwrapped.links().size();
    }
    assertTrue(linksSeen > 100, "links seen: " + linksSeen);
  }

  private static void surroundingsAreAsTheyWere(MailShell shell, TrackedCopy copy) {
    String text = Mail.text(copy.message());
    String id = "X-Sp-Message-Id: " + copy.messageId() + "\r\n";
    assertTrue(
        text.startsWith(
            shell.before("utf-8").replaceFirst("(\r\n)(\r\npreamble)", "$1" + id + "$2")));
    assertTrue(text.endsWith(MailShell.after()));
  }

  private static void linesAreNoLongerThanAllowed(MailShell shell, byte[] before, byte[] after) {
    int limit = shell == MailShell.BIT7 || shell == MailShell.BIT8 ? 998 : 76;
    List<String> old = Mail.text(before).lines().filter(line -> line.length() > limit).toList();
    List<String> tooLong =
        Mail.text(after)
            .lines()
            .filter(line -> line.length() > limit)
            .filter(line -> old.stream().noneMatch(was -> was.startsWith(line)))
            .toList();
    assertEquals(List.of(), tooLong);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public static byte[] decodedHtml(byte[] mail) {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
    try {
      Message message = builder.parseMessage(new ByteArrayInputStream(mail));
      Entity html = ((Multipart) message.getBody()).getBodyParts().get(1);
      return ((SingleBody) html.getBody()).getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
