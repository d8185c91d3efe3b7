package io.github.pmtatracking.feeder.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAttributesTest {
  @Test
  void aNumberIsItsText() {
    MessageAttributes record = parse("{\"header_x-sp-subaccount-id\":7,\"jobId\":12.50}");

    assertEquals(7, record.subaccountId());
    assertEquals("12.50", record.job());
    assertNotNull(record.fault());
  }

  @Test
  void whatIsNestedIsAsIfItWereNotThereAndTheRestIsRead() {
    MessageAttributes record =
        parse("{\"orig\":{\"a\":[1,{}]},\"jobId\":[\"x\"],\"rcpt\":\"a@b\",\"vmtaPool\":\"p\"}");

    assertNull(record.sender());
    assertNull(record.job());
    assertEquals("a@b", record.recipient());
    assertEquals("p", record.pool());
    assertNotNull(record.fault());
  }

  @Test
  void whatStandsBeforeTheBrokenPlaceIsRead() {
    MessageAttributes record = parse("{\"rcpt\":\"a@b\",\"orig\":\"c@");

    assertEquals("a@b", record.recipient());
    assertNull(record.sender());
    assertNotNull(record.fault());
  }

  @Test
  void aValueThatIsTooLongForTheApiIsLeftOut() {
    MessageAttributes record =
        parse("{\"rcpt\":\"" + "a".repeat(321) + "\",\"jobId\":\"" + "j".repeat(1_001) + "\"}");

    assertNull(record.recipient());
    assertNull(record.job());
    assertTrue(String.valueOf(record.fault()).contains("1001 characters"), record.fault());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no JSON", "[]", "7", "null", "\"text\"", "{\"rcpt\"", "{", "\0\1"})
  void aRecordThatIsNoObjectSaysNothingOfTheMessage(String record) {
    MessageAttributes parsed = parse(record);

    assertNull(parsed.recipient());
    assertEquals(0, parsed.subaccountId());
    assertNotNull(parsed.fault());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"rcpt\":null}",
        "{\"rcpt\":\"a@b\",\"header_x-sp-subaccount-id\":\"\"}",
        "{\"of the site\":{\"a\":1}}"
      })
  void aRecordInOrderHasNoFault(String record) {
    assertNull(parse(record).fault());
  }

  @Test
  void octetsThatAreNoUtf8CostOnlyTheirOwnCharacter() {
    byte[] record = "{\"rcpt\":\"a@b\",\"jobId\":\"x?y\"}".getBytes(UTF_8);
    record[record.length - 4] = (byte) 0xff;

    MessageAttributes parsed = MessageAttributes.parse(record);

    assertEquals("a@b", parsed.recipient());
    assertEquals("x\uFFFDy", parsed.job());
  }

  private static MessageAttributes parse(String record) {
    return MessageAttributes.parse(record.getBytes(UTF_8));
  }
}
