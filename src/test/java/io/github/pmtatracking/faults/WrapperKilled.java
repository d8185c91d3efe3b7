package io.github.pmtatracking.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.pmtatracking.demo.SinkBehavior;
import io.github.pmtatracking.demo.SinkDialogue;
import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.demo.SmtpSink;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.Service;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code kill -9} of the wrapper while it hands a message to PowerMTA, which then takes it or not.
 * A mail counts as offered when its sender heard 250.
 */
record WrapperKilled() implements Fault {
  private static final int SENDERS = 3;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Pattern NUMBER = Pattern.compile("Subject: number (\\d+)\r\n");

  @Override
  public String title() {
    return "kill -9 of the wrapper (mails)";
  }

  @Override
  public FaultResult strike(FaultHarness harness, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    Map<Long, AtomicInteger> sunk = new ConcurrentHashMap<>();
    Strike strike = new Strike(harness);
    long over = 0;
    try (SmtpSink sink =
            SmtpSink.start(
                0,
                strike,
                mail ->
                    sunk.computeIfAbsent(number(mail), n -> new AtomicInteger())
                        .incrementAndGet());
        Service wrapper = wrapper(harness, sink)) {
      strike.target = wrapper;
      wrapper.start();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        Thread sender = new Thread(() -> send(harness, wrapper, offered), "sender-" + i);
        senders.add(sender);
        sender.start();
      }
      for (int i = 0; i < rounds; i++) {
        strike.after.set(harness.random(20, 100));
        await().atMost(60, SECONDS).until(() -> strike.after.get() <= 0);
        over = System.nanoTime();
        await().atMost(60, SECONDS).until(() -> !wrapper.process().isAlive());
        wrapper.start();
      }
      int before = offered.sure().size();
      await().atMost(60, SECONDS).until(() -> offered.sure().size() > before);
      double seconds = (System.nanoTime() - over) / 1e9;
      for (Thread sender : senders) {
        sender.interrupt();
        sender.join();
      }
      return row(offered, sunk, seconds)
          .named(title() + ", " + rounds + " times")
          .withNote(offered.unanswered().size() + " mails cut off, their senders keep them");
    }
  }

  private static FaultResult row(
      OfferedEvents offered, Map<Long, AtomicInteger> sunk, double seconds) {
    long arrived = 0;
    int distinct = 0;
    for (long number : offered.all()) {
      AtomicInteger times = sunk.get(number);
      if (times != null) {
        arrived += times.get();
        distinct++;
      }
    }
    int lost = (int) offered.sure().stream().filter(number -> !sunk.containsKey(number)).count();
    return new FaultResult(
        "", offered.sure().size(), arrived, distinct, lost, 0, 0, seconds, 0, "");
  }

  private static Service wrapper(FaultHarness harness, SmtpSink sink) throws IOException {
    int port = FreePort.find();
    Map<String, String> environment = harness.environment();
    environment.put("WRAPPER_IN_HOSTPORT", "127.0.0.1:" + port);
    environment.put("WRAPPER_OUT_HOSTPORT", sink.hostPort());
    environment.put("WRAPPER_TRACKING_URL", "http://127.0.0.1:8888");
    environment.put("WRAPPER_TRACK_CLICK", "true");
    return new Service(harness.folder(), environment, port, "wrapper");
  }

  private static void send(FaultHarness harness, Service wrapper, OfferedEvents offered) {
    while (!Thread.currentThread().isInterrupted()) {
      try (SmtpTalk talk = SmtpTalk.greeted(wrapper.port())) {
        while (!Thread.currentThread().isInterrupted()) {
          long number = harness.nextNumber();
          offered.unanswered(number);
          String answer = send(talk, number);
          if (answer.startsWith("250")) {
            offered.answered(number);
          } else if (answer.startsWith("(closed)")) {
            break;
          }
        }
      } catch (IOException | RuntimeException cutOff) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static String send(SmtpTalk talk, long number) throws IOException {
    talk.say("MAIL FROM:<news@example.com>");
    talk.say("RCPT TO:<reader@example.com>");
    String go = talk.say("DATA");
    if (!go.startsWith("354")) {
      return go;
    }
    return talk.say(
        "Subject: number "
            + number
            + "\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n"
            + "<html><body><a href=\"http://example.com/"
            + number
            + "\">x</a></body></html>\r\n.");
  }

  private static long number(SinkMail mail) {
    Matcher subject = NUMBER.matcher(new String(mail.data(), ISO_8859_1));
    if (!subject.find()) {
      throw new IllegalArgumentException("not our mail");
    }
    return Long.parseLong(subject.group(1));
  }

  /** PowerMTA, whose client dies when it has the whole message and has not answered it. */
  private static final class Strike implements SinkBehavior {
    private final FaultHarness harness;
    private final AtomicInteger after = new AtomicInteger(Integer.MAX_VALUE);
    private volatile Service target;

    Strike(FaultHarness harness) {
      this.harness = harness;
    }

    @Override
    public String taken(SinkMail mail, SinkDialogue dialogue) throws IOException {
      if (after.decrementAndGet() != 0) {
        return SinkBehavior.super.taken(mail, dialogue);
      }
      target.kill();
      return harness.random(0, 1) == 0
          ? SinkBehavior.super.taken(mail, dialogue)
          : "451 4.3.0 not today";
    }
  }
}
