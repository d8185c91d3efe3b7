package io.github.pmtatracking.component.smtpproxy.net;

import io.github.pmtatracking.time.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Cuts the connection of a peer that does not read what is written to it. Thread-safe. */
public final class WriteTimeouts implements Runnable {
  private final long limit;
  private final Ticker ticker;
  private final AtomicLong tickets = new AtomicLong();
  private final Map<Long, Write> writes = new ConcurrentHashMap<>();

  private record Write(long started, Runnable cut) {}

  /**
   * @param limit milliseconds that one write may take
   * @param ticker such as {@link Ticker#system}
   */
  public WriteTimeouts(long limit, Ticker ticker) {
    this.limit = limit;
    this.ticker = ticker;
  }

  /**
   * Starts the time-out of a write.
   *
   * @param cut closes the connection
   * @return the ticket for {@link #end}
   */
  public long begin(Runnable cut) {
    long ticket = tickets.incrementAndGet();
    writes.put(ticket, new Write(ticker.read(), cut));
    return ticket;
  }

  /** Ends the time-out of a write. */
  public void end(long ticket) {
    writes.remove(ticket);
  }

  /** Cuts all writes that took too long. Call it about once a second. */
  @Override
  public void run() {
    long now = ticker.read();
    writes.forEach(
        (ticket, write) -> {
          if ((now - write.started()) / 1_000_000 > limit) {
            writes.remove(ticket);
            write.cut().run();
          }
        });
  }
}
