package io.github.pmtatracking.wrapper.mime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.wrapper.Mail;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.bytes.LineLengthOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;

/** Contents with edits in them, for the tests of all transfer encodings. */
abstract class SplicedContent {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final String URL = "https://track.example.net/t/" + "a-_=".repeat(40);

  /** Content with lines of all lengths, and places in it to put something else. */
  record Case(byte[] content, List<Splice> splices) {
    byte[] edited() {
      ByteArrayOutputStream edited = new ByteArrayOutputStream();
      int at = 0;
      for (Splice splice : splices) {
        edited.write(content, at, splice.start() - at);
        edited.writeBytes(splice.text());
        at = splice.end();
      }
      edited.write(content, at, content.length - at);
      return edited.toByteArray();
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<String> line =
        Arbitraries.strings()
            .withChars("ab=<>-. \u00e4\"")
            .ofMaxLength(200)
            .map(String::stripTrailing);
    Arbitrary<byte[]> content =
        line.list().ofMinSize(1).ofMaxSize(8).map(lines -> Mail.bytes(String.join("\r\n", lines)));
    Arbitrary<List<Integer>> places =
        Arbitraries.integers().between(0, 1000).list().ofMinSize(1).ofMaxSize(6);
    Arbitrary<List<Integer>> lengths = Arbitraries.integers().between(1, 170).list().ofSize(6);
    return Combinators.combine(content, places, lengths).as(SplicedContent::spliced);
  }

  private static Case spliced(byte[] content, List<Integer> places, List<Integer> lengths) {
    // As an attribute's value and a tag do, splices keep clear of line ends.
    List<Integer> sorted =
        places.stream()
            .map(place -> place % (content.length + 1))
            .filter(place -> place == content.length || content[place] != '\n')
            .distinct()
            .sorted()
            .toList();
    List<Splice> splices = new ArrayList<>();
    for (int i = 0; i + 1 < sorted.size(); i += 2) {
      int start = sorted.get(i);
      int end = i % 4 == 0 ? start : sorted.get(i + 1);
      if (end > start && content[end - 1] == '\r'
          || start == end && i > 0 && splices.get(splices.size() - 1).end() > start) {
        continue;
      }
      splices.add(Splice.replace(start, end, Mail.bytes(URL.substring(0, lengths.get(i)))));
    }
    if (splices.isEmpty()) {
      splices.add(Splice.replace(0, 0, Mail.bytes("x")));
    }
    return new Case(content, splices);
  }

  static byte[] write(TransferEncoding encoding, byte[] body, List<Splice> splices)
      throws MalformedBodyException, IOException {
    // Neighbours on both sides show that nothing outside the body is read or written.
    byte[] message = Mail.bytes("=3D\r\n" + Mail.text(body) + "=\r\nA");
    ByteRange slice = new ByteRange(message, 5, 5 + body.length);
    encoding.decode(slice);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    LineLengthOutput out = new LineLengthOutput(written);
    encoding.write(slice, splices, CRLF, out);
    out.flush();
    return written.toByteArray();
  }

  static void assertLines(byte[] body, int limit) {
    assertTrue(Mail.text(body).lines().allMatch(line -> line.length() <= limit), Mail.text(body));
  }
}
