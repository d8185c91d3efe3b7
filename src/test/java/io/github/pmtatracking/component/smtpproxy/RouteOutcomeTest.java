package io.github.pmtatracking.component.smtpproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.pmtatracking.component.smtpproxy.RouteOutcome.Kind;
import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class RouteOutcomeTest {
  private static final SmtpReply TAKEN = SmtpReply.of(250, "2.0.0 received");
  private static final SmtpReply OWN = SmtpReply.of(250, "2.0.0 stored");

  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void withoutAnyReplyTheMessageIsDeferred() {
    RouteOutcome outcome = RouteOutcome.of(exchange, null);

    assertEquals(Kind.NO_REPLY, outcome.kind());
    assertEquals(451, outcome.reply().code());
  }

  @Test
  void thePropertyComesBeforeTheBodyAndTheBodyBeforeUpstreamsReply() {
    assertEquals(TAKEN, RouteOutcome.of(exchange, TAKEN).reply());
    exchange.getMessage().setBody(OWN);
    assertEquals(OWN, RouteOutcome.of(exchange, TAKEN).reply());
    SmtpReply property = SmtpReply.of(451, "4.7.1 later");
    exchange.setProperty(SmtpProxyConstants.REPLY, property);

    RouteOutcome outcome = RouteOutcome.of(exchange, TAKEN);

    assertEquals(property, outcome.reply());
    assertEquals(Kind.REPLIED, outcome.kind());
    assertNull(outcome.failure());
  }

  @Test
  void anExceptionBeforeUpstreamsReplyDefersTheMessage() {
    Exception failure = new IllegalStateException("broken");
    exchange.setException(failure);
    exchange.setProperty(SmtpProxyConstants.REPLY, OWN);

    RouteOutcome outcome = RouteOutcome.of(exchange, null);

    assertEquals(RouteOutcome.FAILED, outcome.reply());
    assertEquals(Kind.FAILED, outcome.kind());
    assertSame(failure, outcome.failure());
  }

  @Test
  void aRefusalWithinAnotherExceptionIsTheReply() {
    exchange.setException(new IllegalStateException(new SmtpRefusal("550 5.7.1 no")));

    RouteOutcome outcome = RouteOutcome.of(exchange, null);

    assertEquals("550 5.7.1 no", outcome.reply().toString());
    assertEquals(Kind.REFUSED, outcome.kind());
  }

  @Test
  void anExceptionAfterUpstreamsReplyDoesNotChangeTheReply() {
    exchange.setException(new SmtpRefusal("550 5.7.1 no"));

    RouteOutcome outcome = RouteOutcome.of(exchange, TAKEN);

    assertEquals(TAKEN, outcome.reply());
    assertEquals(Kind.FAILED_AFTER_REPLY, outcome.kind());
  }

  @Test
  void aRollbackBeforeUpstreamsReplyDefersTheMessage() {
    exchange.setRollbackOnly(true);
    exchange.setProperty(SmtpProxyConstants.REPLY, OWN);

    assertEquals(Kind.NO_REPLY, RouteOutcome.of(exchange, null).kind());
    assertEquals(Kind.REPLIED, RouteOutcome.of(exchange, TAKEN).kind());
  }
}
