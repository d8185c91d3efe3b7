package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Awkward messages, as they are and with the line ends of SMTP. */
class AwkwardMessagesTest {

  /** What another parser sees: headers, boundaries and bodies in their order. */
  record Event(EntityState state, String mimeType, String text) {}

  @ParameterizedTest
  @MethodSource("io.github.pmtatracking.wrapper.MailCorpus#messages")
  void mime4jSeesTheSameMessageExceptForTheTracking(Path file) throws Exception {
    String raw = Mail.text(Files.readAllBytes(file));
    for (String mail : List.of(raw, raw.replaceAll("\r?\n", "\r\n"))) {
      TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, Mail.bytes(mail));

      assertNull(copy.outcome().fault());
      List<Event> before = events(Mail.bytes(mail));
      List<Event> after = events(copy.message());
      if (!copy.messageId().isEmpty()) {
        Event id = new Event(EntityState.T_FIELD, "", "X-Sp-Message-Id: " + copy.messageId());
        assertTrue(after.contains(id), "the id is a field of the header: " + after);
        if (!before.contains(id)) {
          after.remove(id);
        }
      }
      assertEquals(before.size(), after.size());
      int links = 0;
      int pixels = 0;
      for (int i = 0; i < before.size(); i++) {
        if (before.get(i).mimeType().equals("text/html")) {
          Unwrapping unwrapped = Unwrapping.of(before.get(i).text(), after.get(i).text());
          links += unwrapped.links().size();
          pixels += unwrapped.pixels().size();
        } else {
          assertEquals(before.get(i), after.get(i));
        }
      }
      assertEquals(links, copy.outcome().links());
      assertEquals(pixels, copy.outcome().pixels());
    }
  }

  private static List<Event> events(byte[] mail) throws IOException, MimeException {
    MimeTokenStream stream =
        new MimeTokenStream(
            new MimeConfig.Builder()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxHeaderCount(-1)
                .setMaxContentLen(-1)
                .build());
    stream.parse(new ByteArrayInputStream(mail));
    List<Event> events = new ArrayList<>();
    for (EntityState state = stream.getState();
        state != EntityState.T_END_OF_STREAM;
        state = stream.next()) {
      switch (state) {
        case T_FIELD ->
            events.add(new Event(state, "", Mail.text(stream.getField().getRaw().toByteArray())));
        case T_BODY ->
            events.add(
                new Event(
                    state,
                    stream.getBodyDescriptor().getMimeType(),
                    Mail.text(stream.getDecodedInputStream().readAllBytes())));
        case T_PREAMBLE, T_EPILOGUE ->
            events.add(new Event(state, "", Mail.text(stream.getInputStream().readAllBytes())));
        default -> events.add(new Event(state, "", ""));
      }
    }
    return events;
  }
}
