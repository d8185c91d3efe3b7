package io.github.pmtatracking.feeder.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

class TotalTimeoutTest {
  @Test
  void aRequestThatIsDoneIsNotKeptUntilItsTimeWouldBeOver() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[2]);
          exchange.close();
        });
    server.start();
    HttpClientBuilder builder = HttpClientBuilder.create();
    try (TotalTimeout timeout = new TotalTimeout(Duration.ofHours(1))) {
      timeout.configureHttpClient(builder);
      try (CloseableHttpClient client = builder.build()) {
        WeakReference<byte[]> body = post(client, server.getAddress().getPort());

        await()
            .until(
                () -> {
                  System.gc();
                  return body.get() == null;
                });
      }
    } finally {
      server.stop(0);
    }
  }

  private static WeakReference<byte[]> post(CloseableHttpClient client, int port)
      throws IOException {
    byte[] body = new byte[100_000];
    HttpPost post = new HttpPost("http://localhost:" + port + "/");
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
    byte[] answer = client.execute(post, response -> EntityUtils.toByteArray(response.getEntity()));
    assertEquals(2, answer.length);
    return new WeakReference<>(body);
  }
}
