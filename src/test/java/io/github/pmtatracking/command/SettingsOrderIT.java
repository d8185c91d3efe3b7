package io.github.pmtatracking.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.RunningProgram;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One order for beans and routes alike: the file, JAVA_OPTS=-D, the environment, the flag; the
 * later wins. Each flag that has a setting is tried against the environment in a real process.
 */
class SettingsOrderIT {
  @RegisterExtension private static final FreshRedis REDIS = new FreshRedis();

  @TempDir private Path folder;

  @Test
  void theTrackerListensWhereItsFlagSays() throws Exception {
    int flag = FreePort.find();
    int other = FreePort.find();
    Map<String, String> environment = environment();
    environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:" + other);
    environment.put("JAVA_OPTS", "-Dtracker.in-hostport=127.0.0.1:" + other);
    try (RunningProgram tracker =
        start(environment, "tracker", "-in_hostport", "127.0.0.1:" + flag)) {
      tracker.awaitListening(flag);
      assertFalse(RunningProgram.isListening(other));
    }
  }

  @Test
  void theEnvironmentWinsOverJavaOptsWhichWinOverTheFile() throws Exception {
    int file = FreePort.find();
    int options = FreePort.find();
    int environmental = FreePort.find();
    Path config =
        Files.writeString(
            folder.resolve("my.properties"), "tracker.in-hostport=127.0.0.1:" + file + "\n");
    Map<String, String> environment = environment();
    environment.put("JAVA_OPTS", "-Dtracker.in-hostport=127.0.0.1:" + options);
    try (RunningProgram tracker = start(environment, "tracker", "-config", config.toString())) {
      tracker.awaitListening(options);
    }
    environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:" + environmental);
    try (RunningProgram tracker = start(environment, "tracker", "-config", config.toString())) {
      tracker.awaitListening(environmental);
      assertFalse(RunningProgram.isListening(file));
      assertFalse(RunningProgram.isListening(options));
    }
  }

  @Test
  void theWrapperListensAndDeliversAndTracksAsItsFlagsSay() throws Exception {
    int in = FreePort.find();
    int other = FreePort.find();
    TestCertificate certificate = TestCertificate.create(folder.resolve("pem"), "flag");
    Path downstream = folder.resolve("downstream.txt");
    Path upstreamData = folder.resolve("upstream.txt");
    Map<String, String> environment = environment();
    environment.put("WRAPPER_IN_HOSTPORT", "127.0.0.1:" + other);
    environment.put("WRAPPER_OUT_HOSTPORT", "127.0.0.1:" + FreePort.find());
    environment.put("WRAPPER_CERTFILE", folder.resolve("no.pem").toString());
    environment.put("WRAPPER_PRIVKEYFILE", folder.resolve("no.key").toString());
    environment.put("WRAPPER_DOWNSTREAM_DEBUG", folder.resolve("not-this").toString());
    environment.put("WRAPPER_UPSTREAM_DATA_DEBUG", folder.resolve("nor-this").toString());
    environment.put("WRAPPER_TRACKING_URL", "http://wrong.example");
    environment.put("WRAPPER_TRACK_OPEN", "true");
    environment.put("WRAPPER_TRACK_INITIAL_OPEN", "true");
    environment.put("WRAPPER_TRACK_CLICK", "false");
    environment.put("WRAPPER_INSECURE_SKIP_VERIFY", "false");
    environment.put("LOG_VERBOSE", "false");
    try (FakeUpstream upstream = FakeUpstream.start().tls(certificate.context());
        RunningProgram wrapper =
            start(
                environment,
                "wrapper",
                "-in_hostport",
                "127.0.0.1:" + in,
                "-out_hostport",
                "127.0.0.1:" + upstream.port(),
                "-certfile",
                certificate.certificateFile().toString(),
                "-privkeyfile",
                certificate.keyFile().toString(),
                "-downstream_debug",
                downstream.toString(),
                "-upstream_data_debug",
                upstreamData.toString(),
                "-tracking_url",
                "http://right.example",
                "-track_open=false",
                "-track_initial_open=false",
                "-track_click",
                "-insecure_skip_verify",
                "-verbose")) {
      wrapper.awaitListening(in);
      assertFalse(RunningProgram.isListening(other));
      try (SmtpTalk talk = SmtpTalk.to(in)) {
        talk.reply();
        assertTrue(talk.say("EHLO client.example").contains("STARTTLS"));
        talk.say("STARTTLS");
        talk.startTls(certificate.context());
        talk.say("EHLO client.example");
        talk.say("MAIL FROM:<a@example.com>");
        talk.say("RCPT TO:<b@example.com>");
        talk.say("DATA");
        assertTrue(talk.send(MAIL).say(".").startsWith("250"), wrapper.output());
      }
      SinkMail mail = upstream.mail();
      String text = new String(mail.data(), ISO_8859_1);
      assertTrue(text.contains("<a href=\"http://right.example/"), text);
      assertFalse(text.contains("<img"), text);
      assertFalse(text.contains("wrong.example"), text);
      assertTrue(upstream.lines().contains("STARTTLS"), "took the certificate, as the flag says");
      assertTrue(Files.size(downstream) > 0);
      assertTrue(Files.size(upstreamData) > 0);
      assertFalse(Files.exists(folder.resolve("not-this")));
      assertFalse(Files.exists(folder.resolve("nor-this")));
      wrapper.awaitOutput("MAIL FROM");
    }
  }

  private static final String MAIL =
      "From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n"
          + "<html><body><a href=\"http://example.com/\">x</a></body></html>\r\n";

  @Test
  void acctEtlLoadsTheFilesThatItsFlagsName() throws Exception {
    Path flag = accountingFile("flag.csv", "fromFlag");
    Path argument = accountingFile("argument.csv", "fromArgument");
    Path other = accountingFile("other.csv", "fromEnvironment");
    Map<String, String> environment = environment();
    environment.put("ACCOUNTING_FILES", other.toString());
    try (RunningProgram accounting =
        start(environment, "acct_etl", "-infile", flag.toString(), argument.toString())) {
      assertEquals(0, accounting.exitCode(), accounting.output());
      assertEquals(1L, exists("msgID_fromFlag"));
      assertEquals(1L, exists("msgID_fromArgument"));
      assertEquals(0L, exists("msgID_fromEnvironment"));
    }
  }

  @Test
  void theFeederIsQuietWhenItsFlagSaysSo() throws Exception {
    Map<String, String> environment = environment();
    environment.put("LOG_VERBOSE", "true");
    environment.put("SPARKPOST_API_KEY_INGEST", "");
    try (RunningProgram feeder = start(environment, "feeder", "-verbose=false")) {
      assertEquals(1, feeder.exitCode(), feeder.output());
      assertFalse(feeder.output().contains("\tat "), feeder.output());
    }
    try (RunningProgram feeder = start(environment, "feeder")) {
      assertEquals(1, feeder.exitCode(), feeder.output());
      assertTrue(feeder.output().contains("\tat "), feeder.output());
    }
  }

  /** All placeholders of the five files, in a route of the operator's that logs them. */
  @Test
  void everyPlaceholderOfTheRoutesFollowsTheSameOrder() throws Exception {
    List<String> keys = new ArrayList<>(placeholders());
    assertTrue(keys.size() > 12, keys.toString());
    Map<String, String> environment = environment();
    StringBuilder file = new StringBuilder("own.filed=1001\nown.known=1001\n");
    StringBuilder options = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      file.append(key).append("=1001\n");
      if (i % 3 >= 1) {
        options.append(" -D").append(key).append("=1002");
      }
      if (i % 3 == 2) {
        environment.put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), "1003");
      }
      expected.add(key + "=" + (1001 + i % 3));
    }
    keys.addAll(List.of("own.filed", "own.known", "own.key"));
    environment.put("OWN_KNOWN", "1003");
    environment.put("OWN_KEY", "1003");
    expected.addAll(List.of("own.filed=1001", "own.known=1003", "own.key=1003"));
    environment.put("JAVA_OPTS", options.toString());
    Path config = Files.writeString(folder.resolve("my.properties"), file);
    Path routes = Files.createDirectories(folder.resolve("routes"));
    StringBuilder route = new StringBuilder(routeText("tracker"));
    route.append("- route:\n    id: show\n    from:\n      uri: timer:show\n");
    route.append("      parameters: { repeatCount: 1, delay: 0 }\n      steps:\n");
    for (String key : keys) {
      route.append(
          "        - log: { logName: io.github.pmtatracking.show, message: \"<%s={{%s}}>\" }\n"
              .formatted(key, key));
    }
    Files.writeString(routes.resolve("tracker.camel.yaml"), route);

    try (RunningProgram tracker =
        start(
            environment,
            "tracker",
            "-in_hostport",
            "127.0.0.1:0",
            "-config",
            config.toString(),
            "-routes",
            routes.toString())) {
      tracker.awaitOutput("<own.key=");
      List<String> shown =
          Pattern.compile("<([^>=]+=[^>]*)>")
              .matcher(tracker.output())
              .results()
              .map(match -> match.group(1))
              .toList();
      assertEquals(expected, shown);
    }
  }

  private static TreeSet<String> placeholders() throws IOException {
    TreeSet<String> keys = new TreeSet<>();
    for (String file : List.of("accounting", "errors", "feeder", "tracker", "wrapper")) {
      Matcher placeholder = Pattern.compile("\\{\\{([a-z.-]+)}}").matcher(routeText(file));
      placeholder.results().forEach(match -> keys.add(match.group(1)));
    }
    return keys;
  }

  private static String routeText(String name) throws IOException {
    return Files.readString(Path.of("src/main/resources/routes", name + ".camel.yaml"));
  }

  private Path accountingFile(String name, String id) throws IOException {
    return Files.writeString(
        folder.resolve(name), "type,rcpt,header_x-sp-message-id\nd,a@example.com," + id + "\n");
  }

  private static Long exists(String key) throws Exception {
    return REDIS.commands().exists(key.getBytes(UTF_8)).get();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", REDIS.server().url());
    environment.put("MANAGEMENT_HOSTPORT", "off");
    Stream.of("TRACKER_SPOOL_FOLDER", "ACCOUNTING_SPOOL_FOLDER", "ACCOUNTING_REJECTS_FILE")
        .forEach(key -> environment.put(key, folder.resolve(key).toString()));
    return environment;
  }

  private RunningProgram start(Map<String, String> environment, String... arguments)
      throws IOException {
    return RunningProgram.start(environment, folder.resolve("said"), arguments);
  }
}
