package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.PythonJudge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second judge: a script that knows mail and HTML only through Python's own modules. */
class PythonJudgeIT {
  private static final Pattern SUMMARY =
      Pattern.compile("(\\d+) mails, (\\d+) links, (\\d+) pixels");

  /**
   * Python's modules know no comments in Content-Type, no space before a header field's colon and
   * no quoted string that is folded; they read character references, frames and text elements
   * otherwise than the HTML standard, and see no element at the end of a page that ends inside a
   * tag or comment.
   */
  private static final Set<String> READ_OTHERWISE_BY_PYTHON =
      Set.of(
          "content-type-with-comments.eml",
          "header-field-with-space-before-the-colon.eml",
          "multipart-boundary-folded-inside-its-quotes.eml",
          "html-that-ends-inside-a-comment.eml",
          "html-that-ends-inside-a-tag.eml",
          "entities-in-links.html",
          "frameset.html",
          "links-inside-text-elements.html",
          "noscript-and-iframe.html");

  @TempDir private Path folder;
  private int mails;

  @Test
  void pythonSeesTheSameMailsApartFromTheTracking() throws Exception {
    for (Path message : readAlike(MailCorpus.messages())) {
      hand(Mail.bytes(Mail.text(Files.readAllBytes(message)).replaceAll("\r?\n", "\r\n")));
    }
    MailShell[] shells = MailShell.values();
    List<Path> newsletters = readAlike(MailCorpus.newsletters());
    for (Path html : newsletters) {
      String text = Files.readString(html).replaceAll("\r?\n", "\r\n");
      hand(shells[mails % shells.length].mail(text.getBytes(StandardCharsets.UTF_8), "utf-8"));
    }

    PythonJudge.Verdict verdict = judge(Mail.RECIPIENT);

    assertEquals(0, verdict.exitCode(), verdict.text());
    Matcher summary = SUMMARY.matcher(verdict.text());
    assertTrue(summary.find(), verdict.text());
    assertEquals(mails, Integer.parseInt(summary.group(1)));
    assertTrue(Integer.parseInt(summary.group(2)) > 100, verdict.text());
    assertTrue(Integer.parseInt(summary.group(3)) > 2 * newsletters.size());
  }

  @Test
  void theJudgeSeesALinkOfSomebodyElse() throws Exception {
    hand(Mail.html("<body><a href=\"http://example.com/\">x</a></body>"));

    PythonJudge.Verdict verdict = judge("somebody-else@example.com");

    assertEquals(1, verdict.exitCode());
    assertTrue(verdict.text().contains("0000: link: "), verdict.text());
  }

  private static List<Path> readAlike(List<Path> files) {
    return files.stream()
        .filter(file -> !READ_OTHERWISE_BY_PYTHON.contains(file.getFileName().toString()))
        .toList();
  }

  private PythonJudge.Verdict judge(String recipient) throws Exception {
    return PythonJudge.judge(folder, "https://track.example.net/t", recipient);
  }

  private void hand(byte[] before) throws Exception {
    List<TrackedCopy> copies =
        new MessageRewriter(Mail.TRACKER, Mail.EVERYTHING).rewrite(before, List.of(Mail.RECIPIENT));
    String name = String.format("%04d", mails++);
    Files.write(folder.resolve(name + ".before"), before);
    Files.write(folder.resolve(name + ".after"), copies.get(0).message());
    Files.writeString(folder.resolve(name + ".id"), copies.get(0).messageId());
  }
}
