package io.github.pmtatracking.routes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.accounting.AccountingCounters;
import io.github.pmtatracking.accounting.rejects.RejectsWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example docs/examples/rejects-to-csv.camel.yaml, as docs/routes.md describes it. */
class RejectsToCsvTest extends CamelMainTestSupport {
  @TempDir private static Path folder;

  @Override
  protected void configure(MainConfigurationProperties configuration) {
    configuration.withRoutesIncludePattern("file:docs/examples/rejects-to-csv.camel.yaml");
  }

  @Override
  protected Properties useOverridePropertiesWithPropertiesComponent() {
    Properties properties = new Properties();
    properties.setProperty("rejects.folder", folder.toString());
    return properties;
  }

  @Test
  void theRejectsFileIsWrittenAsCsvEachTimeItHasChanged() throws Exception {
    Path file = folder.resolve("accounting.jsonl");
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_600_000_000));
    RejectsWriter rejects = new RejectsWriter(file, 1 << 20, clock, new AccountingCounters());

    rejects.add("no message id", "acct.csv", 17, "type,rcpt", "d,\"a\nb\"");
    await().until(() -> written().size() == 2);
    rejects.add("2 fields under 4 headings", "stdin", 18, "", "d,ü@example.com");
    Files.writeString(file, "{\"time\":\"2020", StandardOpenOption.APPEND);
    await().until(() -> written().size() == 3);

    List<CSVRecord> rows = written();
    assertEquals(
        List.of("time", "reason", "source", "line", "headings", "entry"), rows.get(0).toList());
    assertEquals(
        List.of(
            "2020-09-13T12:26:40Z", "no message id", "acct.csv", "17", "type,rcpt", "d,\"a\nb\""),
        rows.get(1).toList());
    assertEquals("d,ü@example.com", rows.get(2).get(5));
  }

  private static List<CSVRecord> written() throws IOException {
    Path csv = folder.resolve("accounting.csv");
    if (!Files.exists(csv)) {
      return List.of();
    }
    try (Reader reader = Files.newBufferedReader(csv)) {
      return CSVFormat.RFC4180.parse(reader).getRecords();
    }
  }
}
