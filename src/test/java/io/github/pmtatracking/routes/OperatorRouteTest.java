package io.github.pmtatracking.routes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of an operator's route with the data formats csv and json, by Camel's test kit. */
class OperatorRouteTest extends CamelMainTestSupport {
  @TempDir private Path folder;

  @Override
  protected void configure(MainConfigurationProperties configuration) {
    configuration.withRoutesIncludePattern("file:docs/examples/accounting-as-json.camel.yaml");
  }

  @Override
  public void configureContext(CamelContextConfiguration configuration) {
    super.configureContext(configuration);
    Properties folders = new Properties();
    folders.setProperty("own.accounting-folder", folder.resolve("csv").toString());
    folders.setProperty("own.json-folder", folder.resolve("json").toString());
    configuration.withUseOverridePropertiesWithPropertiesComponent(folders);
  }

  @Test
  void theRecordsOfAnAccountingFileBecomeJson() throws Exception {
    Path part =
        Files.writeString(
            folder.resolve("part"),
            "type,rcpt,dsnDiag\r\n"
                + "d,a@example.com,\"250 \"\"ok\"\", queued\"\r\n"
                + "b,b@example.com,\r\n");
    Files.move(part, Files.createDirectories(folder.resolve("csv")).resolve("acct.csv"));

    Path stored = folder.resolve("json/acct.json");
    // the file component moves the file aside when the route is done
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> Files.exists(folder.resolve("csv/.camel/acct.csv")));
    JsonNode records = new ObjectMapper().readTree(stored.toFile());
    assertEquals(2, records.size());
    assertEquals("250 \"ok\", queued", records.get(0).get("dsnDiag").asText());
    assertEquals("b@example.com", records.get(1).get("rcpt").asText());
  }
}
