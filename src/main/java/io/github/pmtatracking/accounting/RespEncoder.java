package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/** Encodes commands for Redis in its protocol, RESP: an array of bulk strings. */
final class RespEncoder {
  private static final byte[] SET = "*5\r\n$3\r\nSET\r\n".getBytes(US_ASCII);
  private static final byte[] EX = "$2\r\nEX\r\n".getBytes(US_ASCII);
  private static final int CRLF = '\r' << 8 | '\n';

  private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(US_ASCII);

  private RespEncoder() {}

  static void ping(ByteBuf target) {
    target.writeBytes(PING);
  }

  static void set(ByteBuf target, byte[] key, byte[] value, long seconds) {
    target.ensureWritable(SET.length + EX.length + key.length + value.length + 80);
    target.writeBytes(SET);
    bulk(target, key);
    bulk(target, value);
    target.writeBytes(EX);
    target.writeByte('$');
    number(target, digits(seconds));
    target.writeShort(CRLF);
    number(target, seconds);
    target.writeShort(CRLF);
  }

  private static void bulk(ByteBuf target, byte[] bytes) {
    target.writeByte('$');
    number(target, bytes.length);
    target.writeShort(CRLF);
    target.writeBytes(bytes);
    target.writeShort(CRLF);
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private static void number(ByteBuf target, long number) {
    long unit = 1;
    while (number / unit >= 10) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      target.writeByte((int) ('0' + number / unit % 10));
    }
  }
}
