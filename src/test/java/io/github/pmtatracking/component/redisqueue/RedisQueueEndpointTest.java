package io.github.pmtatracking.component.redisqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.Properties;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RedisQueueEndpointTest {
  private final DefaultCamelContext context = new DefaultCamelContext();

  @Test
  void theMetadataHasTheDefaultsThatAnEndpointUses() throws Exception {
    RedisQueueEndpoint endpoint = endpoint("redis-queue:q?url=redis://host");
    RedisQueueConfiguration options = endpoint.getConfiguration();

    assertEquals(defaultOf("delay"), "" + endpoint.getDelay());
    assertEquals(defaultOf("initialDelay"), "" + endpoint.getInitialDelay());
    assertEquals(defaultOf("greedy"), "" + endpoint.isGreedy());
    assertEquals(defaultOf("backoffMultiplier"), "" + endpoint.getBackoffMultiplier());
    assertEquals(defaultOf("backoffErrorThreshold"), "" + endpoint.getBackoffErrorThreshold());
    assertEquals(defaultOf("batchMaxSize"), "" + options.getBatchMaxSize());
    assertEquals(defaultOf("batchMaxBytes"), "" + options.getBatchMaxBytes());
    assertEquals(defaultOf("batchMaxAge"), "" + options.getBatchMaxAge());
    assertEquals(defaultOf("lease"), "" + options.getLease());
    assertEquals(defaultOf("releaseDelay"), "" + options.getReleaseDelay());
    assertEquals(defaultOf("acknowledgeHandled"), "" + options.isAcknowledgeHandled());
    assertEquals(defaultOf("maxDeliveries"), "" + options.getMaxDeliveries());
    assertEquals(defaultOf("concurrentConsumers"), "" + options.getConcurrentConsumers());
    assertEquals(defaultOf("timeout"), "" + options.getTimeout());
  }

  @Test
  void anOptionInTheUriWinsOverItsDefault() throws Exception {
    RedisQueueEndpoint endpoint =
        endpoint("redis-queue:q?url=redis://host&delay=20&greedy=false&lease=1s&maxDeliveries=3");

    assertEquals(20, endpoint.getDelay());
    assertFalse(endpoint.isGreedy());
    assertEquals(1_000, endpoint.getConfiguration().getLease());
    assertEquals(3, endpoint.getConfiguration().getMaxDeliveries());
  }

  @Test
  void theMetadataSaysThatTheProducerIsAsynchronousAndSinceWhenItExists() throws Exception {
    assertInstanceOf(AsyncEndpoint.class, endpoint("redis-queue:q?url=redis://host"));
    JsonNode component = metadata().get("component");
    assertTrue(component.get("async").asBoolean());
    assertEquals("0.1.0", component.get("firstVersion").asText());
  }

  @Test
  void camelsToolsFindTheComponentsOfTheJar() throws Exception {
    Properties properties = new Properties();
    try (InputStream in =
        getClass()
            .getResourceAsStream("/META-INF/services/org/apache/camel/component.properties")) {
      properties.load(in);
    }
    for (String component : properties.getProperty("components").split(" ")) {
      assertTrue(context.getComponent(component) != null, component);
    }
    assertTrue(properties.getProperty("components").contains("redis-queue"));
  }

  @Test
  void theAddressIsShownWithoutItsPassword() throws Exception {
    RedisQueueEndpoint endpoint =
        endpoint("redis-queue:q?url=RAW(redis://user:secret@host:6379/1)");

    assertEquals("redis://host:6379/1", endpoint.getServiceUrl());
    assertEquals("redis", endpoint.getServiceProtocol());
  }

  @Test
  void aKeyIsNeeded() {
    Throwable thrown =
        assertThrows(Exception.class, () -> endpoint("redis-queue: ?url=redis://host"));
    assertTrue(String.valueOf(thrown.getMessage()).contains("redis-queue"), thrown.toString());
  }

  private RedisQueueEndpoint endpoint(String uri) {
    return context.getEndpoint(uri, RedisQueueEndpoint.class);
  }

  private static String defaultOf(String option) throws Exception {
    return metadata().get("properties").get(option).get("defaultValue").asText();
  }

  private static JsonNode metadata() throws Exception {
    try (InputStream in =
        RedisQueueEndpoint.class.getResourceAsStream(
            "/META-INF/io/github/pmtatracking/component/redisqueue/redis-queue.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
