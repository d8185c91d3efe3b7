package io.github.pmtatracking.component.smtpproxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class XclientCommandTest {
  @Test
  void xclientContainsTheAttributesThatUpstreamAccepts() throws Exception {
    assertEquals(
        "XCLIENT NAME=[UNAVAILABLE] ADDR=192.0.2.1 PROTO=ESMTP HELO=a+2Bb",
        XclientCommand.command(
            "NAME ADDR PROTO HELO LOGIN", InetAddress.getByName("192.0.2.1"), "EHLO a+b"));
    assertEquals(
        "XCLIENT ADDR=IPV6:2001:db8:0:0:0:0:0:1",
        XclientCommand.command("ADDR", InetAddress.getByName("2001:db8::1"), "HELO x"));
  }
}
