package io.github.pmtatracking.wrapper;

import static io.github.pmtatracking.wrapper.Mail.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DkimPolicyTest {
  @Test
  void signedMailIsTrackedOnlyIfThePolicyAllowsIt() {
    byte[] mail =
        lines(
            "DKIM-Signature: v=1; a=rsa-sha256;",
            "\td=Example.com; s=x; bh=..",
            "dkim-signature: v=1;d=esp.example;s=y",
            "Content-Type: text/html",
            "",
            "<a href=\"http://e.com/\">x</a>");

    assertEquals(UntrackedReason.DKIM_SIGNED, signed(mail, "skip").outcome().skipped());
    assertEquals(20, signed(mail, "skip").messageId().length());
    assertNull(signed(mail, "track").outcome().skipped());
    assertEquals(
        UntrackedReason.DKIM_SIGNED, signed(mail, "track:example.com").outcome().skipped());
    assertEquals(1, signed(mail, "track: Example.com, esp.example").outcome().links());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARC-Message-Signature: i=1; a=rsa-sha256; bh=..",
        "DomainKey-Signature: a=rsa-sha1"
      })
  void mailWithAnOlderOrForwardersSignatureAloneFollowsItsOwnPolicy(String field) {
    String html = "Content-Type: text/html\r\n\r\n<a href=\"http://e.com/\">x</a>";
    byte[] mail = Mail.bytes(field + "\r\n" + html);
    byte[] dkim = Mail.bytes(field + "\r\nDKIM-Signature: d=e.com\r\n" + html);

    RewriteOutcome tracked = Mail.rewrite(Mail.CLICKS, mail).outcome();
    assertEquals(1, tracked.links());
    assertTrue(tracked.arcSigned());
    RewritePolicy skip = Mail.CLICKS.with(ArcSigned.SKIP);
    assertEquals(UntrackedReason.ARC_SIGNED, Mail.rewrite(skip, mail).outcome().skipped());
    // a message with DKIM follows wrapper.dkim-signed alone
    RewriteOutcome both = Mail.rewrite(skip.with(DkimPolicy.of("track")), dkim).outcome();
    assertEquals(1, both.links());
    assertFalse(both.arcSigned());
  }

  private static TrackedCopy signed(byte[] mail, String setting) {
    return Mail.rewrite(Mail.CLICKS.with(DkimPolicy.of(setting)), mail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "off", "track:", "track: ,", "skip:example.com"})
  void anotherSettingIsRefused(String setting) {
    assertThrows(IllegalArgumentException.class, () -> DkimPolicy.of(setting));
  }
}
