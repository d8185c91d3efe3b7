package io.github.pmtatracking.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngestEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "api.sparkpost.com, https://api.sparkpost.com",
    "https://api.eu.sparkpost.com, https://api.eu.sparkpost.com",
    "api.sparkpost.com/, https://api.sparkpost.com",
    "https://api.sparkpost.com/api/v1, https://api.sparkpost.com",
    "api.sparkpost.com/api/v1/, https://api.sparkpost.com",
    "http://127.0.0.1:8889, http://127.0.0.1:8889",
    "' api.sparkpost.com ', https://api.sparkpost.com"
  })
  void isReadInEachFormFoundInTheWild(String written, String meant) {
    assertEquals(meant, IngestEndpoint.parse(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "https://", "ftp://api.sparkpost.com", "api.sparkpost.com/other", "a b"})
  void isRefusedWhenItIsNoHost(String written) {
    assertThrows(IllegalArgumentException.class, () -> IngestEndpoint.parse(written));
  }

  @Test
  void aKeyIsNotShown() {
    assertFalse(
        new IngestEndpoint("https://api.sparkpost.com", "s3cret").toString().contains("s3cret"));
  }
}
