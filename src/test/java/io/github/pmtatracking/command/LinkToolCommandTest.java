package io.github.pmtatracking.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LinkToolCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void encodeHasTheOriginalsDefaults() {
    assertEquals(0, run("encode"));
    String url = out.toString().strip();
    out.getBuffer().setLength(0);

    assertEquals(0, run("decode", url));
    assertEquals(
        """
        JSON: {"act":"o","t_url":"","msg_id":"0000123456789abcdef0","rcpt":"any@example.com"}
        Equivalent to encode -tracking_url http://localhost:8888 -rcpt_to any@example.com \
        -action open -target_link_url  -message_id 0000123456789abcdef0
        """,
        out.toString());
  }

  @Test
  void flagsTakeOneDashOrTwoAndAnEqualsSign() {
    assertEquals(
        0, run("encode", "-action=click", "--target_link_url", "http://z/", "--message_id=m"));
    String url = out.toString().strip();
    run("decode", url);

    assertTrue(out.toString().contains("-action click -target_link_url http://z/ -message_id m"));
  }

  @ParameterizedTest
  @CsvSource({
    "encode -action CLICK, 1, -action",
    "encode -tracking_url ftp://t.example.com, 1, -tracking_url",
    "decode http://localhost:8888/!!!!, 1, no base64url",
    "decode, 2, URL",
    "encode -colour red, 2, -colour",
    "'', 2, encode or decode",
    "recode, 2, recode"
  })
  void aMistakeIsNamedInOneLineWithItsExitCode(String arguments, int code, String named) {
    assertEquals(code, run(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
    assertTrue(err.toString().lines().findFirst().orElse("").contains(named), err.toString());
  }

  @Test
  void helpNamesTheCommands() {
    assertEquals(0, run("-h"));
    assertTrue(out.toString().contains("encode") && out.toString().contains("decode"));
  }

  private int run(String... arguments) {
    return new CommandLine(new LinkToolCommand())
        .setPosixClusteredShortOptionsAllowed(false)
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
