package io.github.pmtatracking.testing;

import io.github.pmtatracking.demo.SinkBehavior;
import io.github.pmtatracking.demo.SinkDialogue;
import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.demo.SmtpSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that misbehaves on request. Rules added last match first; commands without a rule
 * get a normal reply.
 */
public final class FakeUpstream implements SinkBehavior, AutoCloseable {

  /** Answers a command, or does something worse. */
  public interface Answer {
    void give(String line, SinkDialogue dialogue) throws IOException;
  }

  private record Rule(String prefix, boolean once, Answer answer) {}

  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final BlockingQueue<SinkMail> mails = new LinkedBlockingQueue<>();
  private volatile String greeting = "220 upstream.example ESMTP";
  private volatile String[] keywords = SinkBehavior.super.keywords();
  private volatile Function<SinkMail, String> taking = mail -> "250 2.0.0 message received";
  private volatile @Nullable SSLContext tls;
  private volatile boolean implicitTls;
  private final SmtpSink sink;

  private FakeUpstream() throws IOException {
    sink = SmtpSink.start(0, this, mails::add);
  }

  /** Starts a friendly one. */
  public static FakeUpstream start() throws IOException {
    return new FakeUpstream();
  }

  public FakeUpstream greeting(String line) {
    greeting = line;
    return this;
  }

  public FakeUpstream keywords(String... words) {
    keywords = words;
    return this;
  }

  /** Offers STARTTLS. */
  public FakeUpstream tls(SSLContext context) {
    tls = context;
    List<String> all = new ArrayList<>(List.of(keywords));
    all.add("STARTTLS");
    keywords = all.toArray(new String[0]);
    return this;
  }

  /** Speaks TLS from the first byte on. */
  public FakeUpstream implicitTls(SSLContext context) {
    tls = context;
    implicitTls = true;
    return this;
  }

  /** Answers every command that begins so; several lines are separated by CRLF. */
  public FakeUpstream answer(String prefix, String reply) {
    return on(prefix, (line, dialogue) -> dialogue.reply(reply));
  }

  /** Answers the next command that begins so. */
  public FakeUpstream answerOnce(String prefix, String reply) {
    rules.add(0, new Rule(prefix, true, (line, dialogue) -> dialogue.reply(reply)));
    return this;
  }

  public FakeUpstream on(String prefix, Answer answer) {
    rules.add(0, new Rule(prefix, false, answer));
    return this;
  }

  /** Forgets what commands were to be answered with. */
  public FakeUpstream friendly() {
    rules.clear();
    return this;
  }

  /** Closes the connection instead of an answer. */
  public FakeUpstream hangUpAt(String prefix) {
    return on(prefix, (line, dialogue) -> dialogue.hangUp());
  }

  /** Says what becomes of each message; a 2xx takes it. */
  public FakeUpstream taking(Function<SinkMail, String> answer) {
    taking = answer;
    return this;
  }

  /** All lines heard so far, but for the content of messages. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Waits for a message that was taken. */
  public SinkMail mail() throws InterruptedException {
    SinkMail mail = mails.poll(30, TimeUnit.SECONDS);
    if (mail == null) {
      throw new AssertionError("no mail within 10 s; heard " + lines);
    }
    return mail;
  }

  /** How many messages were taken and not yet asked for. */
  public int waiting() {
    return mails.size();
  }

  public int openSessions() {
    return sink.openSessions();
  }

  public int sessions() {
    return sink.sessions();
  }

  public String hostPort() {
    return sink.hostPort();
  }

  public int port() {
    return sink.port();
  }

  @Override
  public void greet(SinkDialogue dialogue) throws IOException {
    SSLContext context = tls;
    if (implicitTls && context != null) {
      dialogue.startTls(context);
    }
    dialogue.reply(greeting);
  }

  @Override
  public String[] keywords() {
    return keywords.clone();
  }

  @Override
  public boolean answered(String line, SinkDialogue dialogue) throws IOException {
    lines.add(line);
    String upper = line.toUpperCase(Locale.ROOT);
    for (Rule rule : rules) {
      if (upper.startsWith(rule.prefix().toUpperCase(Locale.ROOT))
          && (!rule.once() || rules.remove(rule))) {
        rule.answer().give(line, dialogue);
        return true;
      }
    }
    SSLContext context = tls;
    if (upper.equals("STARTTLS") && context != null) {
      dialogue.reply("220 2.0.0 ready to start TLS");
      dialogue.startTls(context);
      return true;
    }
    return false;
  }

  @Override
  public String taken(SinkMail mail, SinkDialogue dialogue) {
    return taking.apply(mail);
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }
}
