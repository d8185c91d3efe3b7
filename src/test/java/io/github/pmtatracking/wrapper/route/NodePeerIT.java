package io.github.pmtatracking.wrapper.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.PythonJudge;
import io.github.pmtatracking.testing.TestCertificate;
import io.github.pmtatracking.testing.TrackedMail;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The libraries of Node.js: nodemailer as client and smtp-server as upstream. */
class NodePeerIT {
  private static final String RECIPIENT = "r@example.com";
  private static final int MESSAGES = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @RegisterExtension final RunningWrapper wrapper = RunningWrapper.ofEachTest();

  @Test
  void nodemailerSendsThroughToSmtpServer() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder, "localhost");
    String certificateFile = certificate.certificateFile().toString();
    String keyFile = certificate.keyFile().toString();
    Path mails = Files.createDirectory(folder.resolve("mails"));
    List<JsonNode> taken = new ArrayList<>();
    JsonNode heard;
    Process server = node("upstream.js", certificateFile, keyFile).start();
    try (BufferedReader said = server.inputReader(UTF_8)) {
      int upstream = JSON.readTree(said.readLine()).get("port").asInt();
      try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"))) {
        wrapper
            .between(redis.url(), "127.0.0.1:" + upstream)
            .with("wrapper.certfile", certificateFile)
            .with("wrapper.privkeyfile", keyFile)
            .with("wrapper.insecure-skip-verify", "true")
            .start();
        heard = client(wrapper.port(), certificateFile, mails);
        for (int i = 0; i < MESSAGES + 2; i++) {
          taken.add(JSON.readTree(said.readLine()));
        }
      }
    } finally {
      server.getOutputStream().close();
      assertTrue(server.waitFor(60, TimeUnit.SECONDS), "upstream.js did not end");
    }

    requireTwentyTrackedMails(taken.subList(0, MESSAGES), mails);
    heard.get("responses").forEach(response -> assertEquals("250 taken", response.asText()));
    assertEquals(3, heard.get("mechanisms").size());
    for (JsonNode mechanism : heard.get("mechanisms")) {
      assertTrue(mechanism.get("right").asBoolean(), mechanism.toString());
      assertEquals("535 wrong", mechanism.get("wrong").get("response").asText());
    }
    assertEquals("[\"a@example.com\",\"käse@example.com\"]", heard.get("accepted").toString());
    assertEquals("[\"refused@example.com\"]", heard.get("rejected").toString());
    assertEquals("[\"550 unknown here\"]", heard.get("refusals").toString());
    assertEquals("550 unknown here", heard.get("refusedOnly").get("response").asText());
    requireCopy(taken.get(MESSAGES), "a@example.com");
    requireCopy(taken.get(MESSAGES + 1), "käse@example.com");
  }

  /** A program of src/test/resources/peers; its libraries are where bin/verify has put them. */
  private ProcessBuilder node(String script, String... arguments) {
    String modules = System.getenv("PEER_MODULES");
    if (modules == null) {
      modules = Path.of(System.getProperty("user.home"), ".cache/pmta-tracking/peers").toString();
    }
    Path libraries = Path.of(modules, "node_modules");
    assertTrue(
        Files.isDirectory(libraries),
        libraries
            + " is missing: bin/verify makes it, with npm, and PEER_MODULES names its parent");
    List<String> command = new ArrayList<>(List.of("node", "src/test/resources/peers/" + script));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("NODE_PATH", libraries.toString());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private JsonNode client(int port, String certificateFile, Path mails) throws Exception {
    Process client =
        node("client.js", Integer.toString(port), certificateFile, mails.toString(), RECIPIENT)
            .start();
    client.getOutputStream().close();
    String said = new String(client.getInputStream().readAllBytes(), UTF_8);
    assertTrue(client.waitFor(60, TimeUnit.SECONDS), "client.js did not end");
    assertEquals(0, client.exitValue(), said);
    return JSON.readTree(said);
  }

  private static void requireTwentyTrackedMails(List<JsonNode> taken, Path mails)
      throws IOException, InterruptedException {
    for (JsonNode mail : taken) {
      assertEquals("fred", mail.get("user").asText());
      assertTrue(mail.get("tls").asBoolean());
      byte[] message = mail.get("data").binaryValue();
      String number = field("X-Number", message);
      Path after = mails.resolve(String.format("%04d.after", Integer.parseInt(number)));
      assertTrue(Files.notExists(after), "message " + number + " came twice");
      Files.write(after, message);
      String id = field("X-Sp-Message-Id", message);
      Files.writeString(Path.of(after.toString().replace(".after", ".id")), id);
    }
    PythonJudge.Verdict verdict = PythonJudge.judge(mails, RunningWrapper.TRACKER, RECIPIENT);
    assertEquals(0, verdict.exitCode(), verdict.text());
    // rows 1 to 20, one link each; two pixels a mail
    assertTrue(verdict.text().contains("20 mails, 210 links, 40 pixels"), verdict.text());
  }

  private static void requireCopy(JsonNode mail, String recipient) throws Exception {
    assertEquals(
        "{\"SMTPUTF8\":true,\"RET\":\"HDRS\",\"ENVID\":\"envelope-1\"}", args(mail, "sender"));
    assertEquals(1, mail.get("recipients").size(), mail.toString());
    JsonNode taken = mail.get("recipients").get(0);
    assertEquals(recipient, taken.get("address").asText());
    assertEquals(
        "{\"NOTIFY\":\"FAILURE,DELAY\",\"ORCPT\":\"rfc822;orig@example.com\"}",
        taken.get("args").toString());
    new TrackedMail(RunningWrapper.TRACKER, Base64.getDecoder().decode(mail.get("data").asText()))
        .requireLinksOf(recipient, 6);
  }

  private static String args(JsonNode mail, String who) {
    return mail.get(who).get("args").toString();
  }

  private static String field(String name, byte[] message) {
    Matcher field =
        Pattern.compile("(?m)^" + name + ": (\\S+)$").matcher(new String(message, ISO_8859_1));
    assertTrue(field.find(), "no " + name);
    return field.group(1);
  }
}
