package io.github.pmtatracking.wrapper.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.demo.ChildJvm;
import io.github.pmtatracking.testing.AuthAnswer;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the wrapper's log says of a message, in each of its forms. */
class WrapperLogIT {
  private static final String HTML =
      "Content-Type: text/html\r\n\r\n<a href=\"http://example.com/\">x</a>\r\n";

  @TempDir Path folder;

  /** Sends one mail through the command {@code wrapper} and gives what it wrote into its log. */
  private List<String> logOf(Map<String, String> settings, String... flags) throws Exception {
    return logOf("250 2.0.0 message received", settings, flags);
  }

  private List<String> logOf(String answer, Map<String, String> settings, String... flags)
      throws Exception {
    Path log = folder.resolve("wrapper.log");
    int port = FreePort.find();
    try (FakeUpstream upstream =
        FakeUpstream.start()
            .keywords("AUTH PLAIN LOGIN", "8BITMIME")
            .on("AUTH", new AuthAnswer("fred", "secret"))) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "wrapper",
                  "-in_hostport=127.0.0.1:" + port,
                  "-out_hostport",
                  upstream.hostPort(),
                  "-track_click",
                  "-logfile",
                  log.toString()));
      command.addAll(List.of(flags));
      Map<String, String> environment = new HashMap<>(settings);
      environment.put("WRAPPER_MULTIPLE_RECIPIENTS", "shared");
      environment.put("MANAGEMENT_HOSTPORT", "off");
      try (ChildJvm wrapper =
          ChildJvm.start(environment, folder.resolve("output"), command.toArray(String[]::new))) {
        await().atMost(Duration.ofSeconds(60)).until(() -> listens(port, wrapper));
        send(port, answer);
        wrapper.process().destroy();
        assertTrue(
            wrapper.process().waitFor(60, TimeUnit.SECONDS), "the wrapper did not end on SIGTERM");
      }
    }
    return Files.readAllLines(log);
  }

  private static boolean listens(int port, ChildJvm wrapper) throws IOException {
    wrapper.requireRunning();
    try (SmtpTalk talk = SmtpTalk.to(port)) {
      return talk.reply().startsWith("220");
    } catch (ConnectException e) {
      return false;
    }
  }

  private static void send(int port, String answer) throws IOException {
    try (SmtpTalk client = SmtpTalk.greeted(port)) {
      assertEquals("334 VXNlcm5hbWU6", client.say("AUTH LOGIN"));
      client.say("ZnJlZA==");
      assertEquals("235 2.7.0 welcome", client.say("c2VjcmV0"));
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      client.say("DATA");
      assertEquals(answer, client.send(HTML).say("."));
      client.say("QUIT");
    }
  }

  private static String only(List<String> log, String part) {
    List<String> found = log.stream().filter(line -> line.contains(part)).toList();
    assertEquals(1, found.size(), () -> "lines with " + part + " in " + log);
    return found.get(0);
  }

  @Test
  void byDefaultOneLineForAMessageAsTheOriginalHasIt() throws Exception {
    String line = only(logOf(Map.of()), "Message DATA upstream");
    assertTrue(
        line.matches(
            "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d"
                + " Message DATA upstream,\\d+,250,2\\.0\\.0 message received"),
        line);
  }

  @Test
  void withDetailsAllThatIsKnown() throws Exception {
    String line = only(logOf(Map.of("LOG_FORMAT", "details")), "Message DATA upstream");
    assertTrue(
        line.matches(
            ".*,250,2\\.0\\.0 message received session=\\w+ client=127\\.0\\.0\\.1"
                + " from=<s@example\\.com> to=<a@example\\.com> in=\\d+ id=[0-9a-f]{20}"
                + " links=1 pixels=1 ms=\\d+"),
        line);
  }

  @Test
  void aMessageThatTheRouteRefusesIsOneLine() throws Exception {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    String route = Files.readString(Path.of("src/main/resources/routes/wrapper.camel.yaml"));
    Files.writeString(
        routes.resolve("wrapper.camel.yaml"),
        route.replace(
            "      steps:\n",
            """
                  steps:
                    - throwException:
                        exceptionType: io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal
                        message: "550 5.7.1 not from ${header.CamelSmtpSender}"
            """));
    List<String> log =
        logOf("550 5.7.1 not from s@example.com", Map.of(), "-routes", routes.toString());
    String refused = only(log, "Message refused by the route: session=");
    assertTrue(refused.endsWith(" reply=550 5.7.1 not from s@example.com"), refused);
    assertEquals(
        List.of(),
        log.stream().filter(l -> l.contains("Exception") || l.startsWith("\tat ")).toList());
  }

  @Test
  void verboseShowsTheConversationAndNoCredentials() throws Exception {
    List<String> log = logOf(Map.of(), "-verbose");
    String all = String.join("\n", log);
    assertFalse(all.contains("ZnJlZA=="), all);
    assertFalse(all.contains("c2VjcmV0"), all);
    assertFalse(all.contains("UGFzc3dvcmQ6"), all);
    List<String> conversation =
        log.stream()
            .map(line -> line.substring(Math.min(20, line.length())))
            .filter(line -> line.matches("(---|->|\t).*"))
            .map(line -> line.replaceAll("127\\.0\\.0\\.1:\\d+|= \\d+", "N"))
            .toList();
    assertEquals(
        List.of(
            "---Connecting upstream",
            "\t<- Connection success N",
            "-> EHLO",
            "\t<- EHLO success",
            "\tUpstream capabilities: [AUTH PLAIN LOGIN 8BITMIME]",
            "-> AUTH LOGIN",
            "\t<- 334 ##REDACTED##",
            "-> ##REDACTED##",
            "\t<- 334 ##REDACTED##",
            "-> ##REDACTED##",
            "\t<- 235 2.7.0 welcome",
            "-> MAIL FROM:<s@example.com>",
            "\t<- 250 2.1.0 MAIL ok",
            "-> RCPT TO:<a@example.com>",
            "\t<- 250 2.1.5 <a@example.com> ok",
            "-> DATA",
            "\t<- DATA accepted, bytes written N",
            "\t<- 250 2.0.0 message received",
            "-> QUIT",
            "\t<- 221 2.0.0 sink.example says goodbye"),
        conversation);
  }
}
