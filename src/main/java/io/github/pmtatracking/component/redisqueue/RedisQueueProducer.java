package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Appends the body to the list in one RPUSH: a collection gives an entry for each of its values.
 * Does not block: the exchange continues when Redis has answered.
 */
public class RedisQueueProducer extends DefaultAsyncProducer {
  private final RedisQueueEndpoint endpoint;
  private final byte[] list;

  public RedisQueueProducer(RedisQueueEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    this.list = endpoint.getKey().getBytes(UTF_8);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      byte[][] entries = entries(exchange);
      if (entries.length == 0) {
        callback.done(true);
        return true;
      }
      endpoint
          .redis()
          .rpush(list, entries)
          .whenComplete(
              (length, failure) -> {
                if (failure != null) {
                  exchange.setException(failure);
                } else {
                  exchange.getMessage().setHeader(RedisQueueConstants.LENGTH, length);
                }
                callback.done(false);
              });
      return false;
    } catch (Exception e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
  }

  private static byte[][] entries(Exchange exchange) throws InvalidPayloadException {
    if (exchange.getMessage().getBody() instanceof Collection<?> several) {
      byte[][] entries = new byte[several.size()][];
      int i = 0;
      for (Object entry : several) {
        entries[i++] =
            exchange.getContext().getTypeConverter().convertTo(byte[].class, exchange, entry);
      }
      return entries;
    }
    return new byte[][] {exchange.getMessage().getMandatoryBody(byte[].class)};
  }
}
