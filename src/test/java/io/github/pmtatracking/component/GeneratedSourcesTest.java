package io.github.pmtatracking.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultUriFactoryResolver;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The generated classes that were compiled have the options of the components. A failure means that
 * src/generated is old: this build has written it anew, so build again and commit it.
 */
class GeneratedSourcesTest {
  private static final String PACKAGE = "io.github.pmtatracking.component.";

  @ParameterizedTest
  @CsvSource({"lines,Lines", "redis-queue,RedisQueue", "smtp-proxy,SmtpProxy"})
  void theCompiledSourcesHaveTheOptionsOfTheMetadata(String scheme, String name) throws Exception {
    String folder = scheme.replace("-", "");
    JsonNode metadata = metadata(folder + "/" + scheme + ".json");

    assertOptions(metadata.get("properties"), folder, name + "EndpointConfigurer");
    assertOptions(metadata.get("componentProperties"), folder, name + "ComponentConfigurer");
    Set<String> names = new TreeSet<>();
    metadata.get("properties").fieldNames().forEachRemaining(names::add);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      EndpointUriFactory uris = new DefaultUriFactoryResolver().resolveFactory(scheme, context);
      assertEquals(names, new TreeSet<>(uris.propertyNames()));
    }
  }

  private static void assertOptions(JsonNode properties, String folder, String configurer)
      throws ReflectiveOperationException {
    PropertyConfigurerGetter compiled =
        (PropertyConfigurerGetter)
            Class.forName(PACKAGE + folder + "." + configurer)
                .getDeclaredConstructor()
                .newInstance();
    for (Iterator<Entry<String, JsonNode>> all = properties.fields(); all.hasNext(); ) {
      Entry<String, JsonNode> option = all.next();
      if (!option.getValue().path("kind").asText().equals("path")) {
        assertNotNull(
            compiled.getOptionType(option.getKey(), false), configurer + ": " + option.getKey());
      }
    }
  }

  private static JsonNode metadata(String path) throws IOException {
    try (InputStream in =
        GeneratedSourcesTest.class.getResourceAsStream(
            "/META-INF/io/github/pmtatracking/component/" + path)) {
      return new ObjectMapper().readTree(in);
    }
  }
}
