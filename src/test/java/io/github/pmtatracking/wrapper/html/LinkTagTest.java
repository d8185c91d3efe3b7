package io.github.pmtatracking.wrapper.html;

import static io.github.pmtatracking.wrapper.Mail.CLICKS;
import static io.github.pmtatracking.wrapper.Mail.rewritten;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.wrapper.Mail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code data-msys} attributes of a link. */
class LinkTagTest {
  @Test
  void aLinkWithTrackingSwitchedOffStaysAndTheAttributeIsRemoved() {
    assertEquals(
        "<a href=\"http://e.com/\">x</a><a title=y href='http://e.com/'>",
        rewritten(
            CLICKS,
            "<a href=\"http://e.com/\" data-msys-clicktrack=\"0\">x</a>"
                + "<a DATA-MSYS-CLICKTRACK=0 title=y href='http://e.com/'>"));
  }

  @Test
  void theTrackedLinkCarriesNameAndUnsubscribe() {
    assertEquals(
        "<a href=\"[c http://e.com/ name=a & b unsubscribe]\">x</a><a   href='[c http://e.com/]'>",
        rewritten(
            CLICKS,
            "<a data-msys-linkname=\"a &amp; b\" href=\"http://e.com/\""
                + " data-msys-unsubscribe='1'>x</a><a data-msys-unsubscribe=\"0\"  "
                + " href='http://e.com/' data-msys-clicktrack=1>"));
  }

  @Test
  void removingAnAttributeKeepsItsNeighboursApart() {
    assertEquals(
        "<a  href=[c http://e.com/]>",
        rewritten(CLICKS, "<a data-msys-linkname=\"\" href=http://e.com/>").replace("<a ", "<a  "));
    assertEquals(
        "<a title=x href='[c http://e.com/]'>",
        rewritten(CLICKS, "<a title=x data-msys-clicktrack='1'href='http://e.com/'>"));
    assertEquals(
        "<a href=[c http://e.com/] />",
        rewritten(CLICKS, "<a href=http://e.com/ data-msys-clicktrack='1'/>"));
  }

  @Test
  void aLinkNameIsCutAtSixtyThreeBytesButNotWithinACharacter() {
    String html =
        rewritten(
            CLICKS,
            "<a data-msys-linkname=\"" + "x".repeat(60) + "&#128512;\" href=\"http://e.com/\">");

    assertEquals("<a href=\"[c http://e.com/ name=" + "x".repeat(60) + "]\">", html);
  }

  @Test
  void veryLongValuesAreReadInLinearTime() {
    String many = "{{%%[[*|".repeat(100_000);
    String html =
        "<a href=\"http://e.com/"
            + many
            + "\" data-msys-linkname=\""
            + many
            + "\">"
            + "<a href=\"http://e.com/\" data-msys-linkname=\""
            + many
            + "\">";

    String body = rewritten(CLICKS, html).replace("\r\n", "");

    assertTrue(body.contains("<a href=\"[c http://e.com/ name=" + many.substring(0, 63) + "]\">"));
    assertTrue(body.startsWith("<a href=\"http://e.com/" + many + "\" data-msys"));
  }

  @Test
  void dataMsysAttributesStayWhereNothingIsTracked() {
    String html =
        "<a href=\"mailto:a@e.com\" data-msys-linkname=\"x\"><p data-msys-clicktrack=\"0\">";

    assertEquals(html, rewritten(CLICKS, html));
  }

  @ParameterizedTest
  @CsvSource({
    "open-in-app, f/open-in-app/",
    "/open/page/, f/open/page/",
    "a&amp;b, f/a&amp;b/",
    "../up, ''",
    "%2e%2e/%2e%2e, ''",
    "a/./b, ''",
    "'two words', ''",
    "'', ''"
  })
  void aSubPathIsPutIntoThePathOfTheLink(String value, String path) {
    String html =
        Mail.body(
            Mail.rewrite(
                Mail.CLICKS,
                Mail.html("<a data-msys-sublink=\"" + value + "\" href=\"http://e.com/\">x</a>")));

    assertTrue(html.startsWith("<a href=\"https://track.example.net/t/" + path + "eJ"), html);
    assertFalse(html.contains("sublink"), html);
  }
}
