package io.github.pmtatracking.component.smtpproxy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.Test;

class SmtpProxyConfigurationTest {

  @Test
  void theMetadataHasTheDefaultValuesOfANewConfiguration() throws Exception {
    assertEquals(
        MetadataDefaults.inObject(SmtpProxyConfiguration.class, new SmtpProxyConfiguration()),
        MetadataDefaults.inMetadata(SmtpProxyConfiguration.class));
  }

  @Test
  void aCopyCanBeChangedWithoutTheOriginal() {
    SmtpProxyConfiguration original = new SmtpProxyConfiguration();
    original.setMaxRecipients(7);

    SmtpProxyConfiguration copy = original.copy();
    copy.setMaxRecipients(8);
    copy.setUpstream("mail.example:25");

    assertEquals(7, original.getMaxRecipients());
    assertNull(original.getUpstream());
  }

  @Test
  void globalTlsParametersApplyWhereNothingElseIsSet() {
    SSLContextParameters global = new SSLContextParameters();
    SmtpProxyConfiguration unset = new SmtpProxyConfiguration();
    unset.useWhereUnset(global);
    assertSame(global, unset.getSslContextParameters());
    assertSame(global, unset.getUpstreamSslContextParameters());

    SmtpProxyConfiguration set = new SmtpProxyConfiguration();
    set.setCertificateFile("certificate.pem");
    set.setInsecureSkipVerify(true);
    set.useWhereUnset(global);
    assertNull(set.getSslContextParameters());
    assertNull(set.getUpstreamSslContextParameters());
  }
}
