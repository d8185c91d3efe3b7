package io.github.pmtatracking.feeder.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.process.FlowProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The recipe of docs/routes.md for a dead letter channel of Camel's, taken from that page. */
class DeadLetterChannelIT extends FeederHarness {
  private static final Path ROUTES = Path.of("src/main/resources/routes");

  @Test
  void aBatchThatNeverPassesIsSavedAsItWasQueuedAndThenAcknowledged() throws Exception {
    api.always(api.status(503));
    String[] entries = {entry("1", "m1"), entry("2", "m2"), originalEntry("m3")};
    feeder(routes(true));

    push(entries);

    Path saved = saved().resolve("events.jsonl");
    await().until(() -> redis.queue().get().dbsize().get() == 0 && Files.exists(saved));
    assertEquals(List.of(entries), Files.readAllLines(saved));
    assertEquals(2, api.requests(), "one try and one more");
  }

  @Test
  void aBatchThatCannotBeSavedIsKept() throws Exception {
    api.always(api.status(503));
    Files.writeString(saved(), "no folder");
    feeder(routes(true));

    push(entries(1, 4));

    await().until(() -> api.requests() >= 4);
    assertEquals(3, kept());
  }

  @Test
  void withoutTheOptionABatchIsSavedAndKept() throws Exception {
    api.always(api.status(503));
    feeder(routes(false));

    push(entries(1, 4));

    await().until(() -> api.requests() >= 4);
    assertEquals(3, kept());
    List<String> saved = Files.readAllLines(saved().resolve("events.jsonl"));
    assertEquals(List.of(entries(1, 4)), saved.subList(0, 3));
  }

  private long kept() throws Exception {
    List<byte[]> batches = redis.queue().get().hkeys(bytes("{trk_queue}:leases")).get();
    assertEquals(1, batches.size());
    String batch = "{trk_queue}:batch:" + new String(batches.get(0), UTF_8);
    return redis.queue().get().llen(bytes(batch)).get();
  }

  private Path saved() {
    return folder.resolve("saved");
  }

  private void feeder(Path routes) {
    FlowProcess process =
        new FlowProcess(
            settings().with("feeder.senders", "1"), List.of(new FeederFlow()), routes, null);
    processes.add(process);
    process.start();
  }

  /** A folder of routes, edited as the page says. */
  private Path routes(boolean acknowledge) throws Exception {
    List<String> blocks = recipe();
    Path routes = Files.createDirectory(folder.resolve("routes"));
    String errors = Files.readString(ROUTES.resolve("errors.camel.yaml"));
    Matcher replaced =
        Pattern.compile(
                "(?ms)^- routeConfiguration:\\n"
                    + "    id: retry-until-accepted\\n"
                    + ".*?(?=^- routeConfiguration:)")
            .matcher(errors);
    assertTrue(replaced.find(), errors);
    String quick =
        blocks
            .get(0)
            .replace("maximumRedeliveries: \"10\"", "maximumRedeliveries: \"1\"")
            .replace("redeliveryDelay: \"30000\"", "redeliveryDelay: \"10\"");
    Files.writeString(
        routes.resolve("errors.camel.yaml"),
        replaced.replaceFirst(Matcher.quoteReplacement(quick)));
    String option = acknowledge ? blocks.get(2) : "";
    Files.writeString(
        routes.resolve("feeder.camel.yaml"),
        Files.readString(ROUTES.resolve("feeder.camel.yaml"))
                .replace("        batchMaxSize:", option + "        batchMaxSize:")
            + blocks.get(1).replace("/var/lib/pmta-tracking/saved", saved().toString()));
    return routes;
  }

  private static List<String> recipe() throws Exception {
    String page = Files.readString(Path.of("docs/routes.md"));
    String recipe = page.substring(page.indexOf("## Recipe: a dead letter channel"));
    return Pattern.compile("(?s)```yaml\\n(.*?)```")
        .matcher(recipe)
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
