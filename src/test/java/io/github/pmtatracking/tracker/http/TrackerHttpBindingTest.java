package io.github.pmtatracking.tracker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pmtatracking.tracker.TrackerResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The response that the route's last message becomes. */
class TrackerHttpBindingTest {
  private final TrackerHttpBinding binding =
      new TrackerHttpBinding(null, new RequestIds("", peer -> false));
  private final Message message = new DefaultExchange(new DefaultCamelContext()).getMessage();

  private HttpResponse response() throws Exception {
    return binding.toNettyResponse(message, null);
  }

  @Test
  void aHeaderOfTheRouteIsSentAndReplacesOursAndThoseOfCamelAreNot() throws Exception {
    message.setBody(TrackerResponse.error(404, "No such page"));
    message.setHeader("X-Robots-Tag", "none");
    message.setHeader("X-Other", 7);
    message.setHeader("CamelOther", "x");

    assertEquals(HttpResponseStatus.NOT_FOUND, response().status());
    assertEquals("none", response().headers().get("x-robots-tag"));
    assertEquals("7", response().headers().get("x-other"));
    assertFalse(response().headers().contains("CamelOther"));
  }

  @Test
  void aHeaderOfTheRouteCannotBreakTheResponse() {
    message.setBody(TrackerResponse.error(404, "No such page"));
    message.setHeader("X-Other", "a\r\nSet-Cookie: b");

    assertThrows(IllegalArgumentException.class, this::response);
  }

  @Test
  void aRouteThatFailsBeforeThereIsAResponseGets500() throws Exception {
    message.getExchange().setException(new IllegalStateException("no good"));

    assertEquals(HttpResponseStatus.INTERNAL_SERVER_ERROR, response().status());
  }

  @ParameterizedTest
  @CsvSource({"404, 503", "503, 503", "500, 500"})
  void aStoppedRouteIs503(int ofNettyHttp, int sent) {
    assertEquals(
        sent,
        TrackerHttpBinding.ofNettyHttp(HttpResponseStatus.valueOf(ofNettyHttp)).status().code());
  }
}
