package io.github.pmtatracking.component.smtpproxy.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SaslUserNameTest {
  @Test
  void theUsersNameIsFoundInEachMechanism() {
    assertEquals("fred", name("PLAIN", "\0fred\0pw"));
    assertEquals("fred", name("PLAIN", "admin\0fred\0pw"));
    assertEquals("fred", name("LOGIN", "fred", "pw"));
    assertEquals("fred smith", name("CRAM-MD5", "fred smith 0123456789abcdef"));
    assertEquals("fred@x", name("XOAUTH2", "user=fred@x\1auth=Bearer t\1\1"));
    assertEquals("fred@x", name("OAUTHBEARER", "n,a=fred@x,\1host=h\1auth=Bearer t\1\1"));
    assertEquals("fred", name("SCRAM-SHA-256", "n,,n=fred,r=nonce", "c=biws,r=n=x,p=y"));
    SaslUserName broken = new SaslUserName("PLAIN");
    broken.response("no base64!");
    assertNull(broken.get());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String name(String mechanism, String... responses) {
    SaslUserName name = new SaslUserName(mechanism);
    for (String response : responses) {
      name.response(base64(response));
    }
    return name.get();
  }
}
