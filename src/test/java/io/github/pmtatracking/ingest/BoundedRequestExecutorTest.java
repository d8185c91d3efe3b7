package io.github.pmtatracking.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.testing.RawHttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

class BoundedRequestExecutorTest {
  private static final int MAX_BYTES = 10;

  @Test
  void aBodyWithinTheLimitIsRead() throws Exception {
    assertEquals("0123456789", body("200 OK", "0123456789"));
  }

  @Test
  void aLongerBodyIsCut() throws Exception {
    assertEquals("0123456789", body("200 OK", "0123456789and more"));
  }

  @Test
  void aCompressedBodyIsInflatedUpToTheSameLimit() throws Exception {
    String gzip = gzip("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

    assertEquals("", body("200 OK\r\nContent-Encoding: gzip", gzip.substring(0, 9)));
    assertEquals(
        "a".repeat(40), bodyUpTo(100, "200 OK\r\nContent-Encoding: gzip", gzip("a".repeat(40))));
    assertEquals(
        "a".repeat(60), bodyUpTo(60, "200 OK\r\nContent-Encoding: x-gzip", gzip("a".repeat(500))));
  }

  private static String body(String statusAndHeaders, String body) throws Exception {
    return bodyUpTo(MAX_BYTES, statusAndHeaders, body);
  }

  private static String bodyUpTo(int maxBytes, String statusAndHeaders, String body)
      throws Exception {
    try (RawHttpServer server = new RawHttpServer(RawHttpServer.whole(statusAndHeaders, body));
        CloseableHttpClient client =
            HttpClientBuilder.create()
                .setRequestExecutor(new BoundedRequestExecutor(maxBytes, null, new LogText()))
                .disableContentCompression()
                .build()) {
      return client.execute(
          new HttpGet(server.url() + "/"),
          response ->
              response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity()));
    }
  }

  private static String gzip(String text) throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(text.getBytes(ISO_8859_1));
    }
    return gzip.toString(ISO_8859_1);
  }
}
