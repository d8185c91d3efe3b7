package io.github.pmtatracking.wrapper;

import static io.github.pmtatracking.wrapper.Mail.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

  private static TrackedCopy signed(byte[] mail, String setting) {
    return Mail.rewrite(Mail.CLICKS.with(DkimPolicy.of(setting)), mail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "off", "track:", "track: ,", "skip:example.com"})
  void anotherSettingIsRefused(String setting) {
    assertThrows(IllegalArgumentException.class, () -> DkimPolicy.of(setting));
  }
}
