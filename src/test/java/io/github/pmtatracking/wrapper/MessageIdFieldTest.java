package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageIdFieldTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Subject: x~            | Subject: x~ID
          Subject: x             | Subject: x~ID
          Subject: x~ y~~body    | Subject: x~ y~ID~~body
          ~body                  | ID~~body
          A: b~X-Sp-Message-Id:~~| A: b~X-Sp-Message-Id:VALUE~~
          """)
  void theIdIsAddedAtTheEndOfTheHeaderBlock(String before, String after) {
    TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, Mail.bytes(before.replace("~", "\r\n")));

    assertEquals(
        after
            .replace("~", "\r\n")
            .replace("ID\r\n", "X-Sp-Message-Id: " + copy.messageId() + "\r\n")
            .replaceFirst("ID$", "X-Sp-Message-Id: " + copy.messageId() + "\r\n")
            .replace("VALUE", copy.messageId()),
        Mail.text(copy.message()));
  }

  @Test
  void aHeaderWithBareLineFeedsGetsTheIdWithABareLineFeed() {
    TrackedCopy copy =
        Mail.rewrite(
            Mail.CLICKS,
            Mail.bytes("Content-Type: text/html\n\n" + "<a href=\"http://e.com/\">x</a>" + "\n"));

    assertEquals(
        "Content-Type: text/html\nX-Sp-Message-Id: "
            + copy.messageId()
            + "\n\n<a href=\"[c http://e.com/]\">x</a>\n",
        Mail.inWords(Mail.text(copy.message())));
  }
}
