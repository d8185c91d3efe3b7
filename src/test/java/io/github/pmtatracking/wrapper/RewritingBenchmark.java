package io.github.pmtatracking.wrapper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jsoup.parser.Parser;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The newsletters of the test data in each transfer encoding, rewritten with all tracking on,
 * beside copying them and beside what jsoup needs to read them. The counter {@code bytes} is bytes
 * of mail a second.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class RewritingBenchmark {

  /** The mails of one encoding. */
  @State(Scope.Benchmark)
  public static class Mails {
    @Param({"BIT8", "QUOTED_PRINTABLE", "BASE64"})
    public MailShell shell;

    final List<byte[]> mails = new ArrayList<>();
    final List<String> html = new ArrayList<>();
    final MessageRewriter rewriter = new MessageRewriter(Mail.TRACKER, Mail.EVERYTHING);

    @Setup
    public void read() throws IOException {
      for (Path file : MailCorpus.newsletters()) {
        html.add(Files.readString(file).replaceAll("\r?\n", "\r\n"));
      }
      // And one that is nearly all links, as a digest of offers is.
      html.add(
          "<body>"
              + "<p>An offer <a href=\"https://e.com/o?a=1&amp;b=2\">read on</a>\r\n".repeat(60));
      for (String text : html) {
        mails.add(shell.mail(text.getBytes(StandardCharsets.UTF_8), "utf-8"));
      }
    }
  }

  /** Counts bytes beside calls. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Volume {
    public long bytes;
  }

  @Benchmark
  public void rewrite(Mails mails, Volume volume, Blackhole hole) throws IOException {
    for (byte[] mail : mails.mails) {
      RewrittenMessage copy = mails.rewriter.rewrite(mail, List.of(Mail.RECIPIENT)).get(0).make();
      copy.writeTo(OutputStream.nullOutputStream());
      hole.consume(copy);
      volume.bytes += mail.length;
    }
  }

  @Benchmark
  public void copy(Mails mails, Volume volume, Blackhole hole) {
    for (byte[] mail : mails.mails) {
      hole.consume(mail.clone());
      volume.bytes += mail.length;
    }
  }

  @Benchmark
  public void parseWithJsoup(Mails mails, Volume volume, Blackhole hole) {
    for (String html : mails.html) {
      hole.consume(Parser.htmlParser().setTrackPosition(true).parseInput(html, ""));
      volume.bytes += html.length();
    }
  }
}
