package io.github.pmtatracking.component.smtpproxy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UpstreamConfigurationTest {

  @Test
  void theMetadataHasTheDefaultValuesOfANewConfiguration() throws Exception {
    assertEquals(
        MetadataDefaults.inObject(UpstreamConfiguration.class, new UpstreamConfiguration()),
        MetadataDefaults.inMetadata(UpstreamConfiguration.class));
  }
}
