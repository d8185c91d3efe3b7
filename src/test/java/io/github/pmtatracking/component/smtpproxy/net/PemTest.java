package io.github.pmtatracking.component.smtpproxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"secp256r1,32", "secp384r1,48", "secp521r1,66"})
  void anEcKeyIsReadAsOpensslWritesIt(String curve, int octets) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(key.getParams());
    byte[] name = parameters.getEncoded();
    Path file =
        pem(
            block("EC PARAMETERS", name),
            block(
                "EC PRIVATE KEY",
                element(
                    0x30,
                    new byte[] {2, 1, 1},
                    element(0x04, fixed(key.getS(), octets)),
                    element(0xa0, name),
                    element(0xa1, element(0x03, new byte[2 * octets + 2])))));

    ECPrivateKey read = (ECPrivateKey) Pem.privateKey(file);

    assertEquals(key.getS(), read.getS());
    assertEquals(key.getParams().getCurve(), read.getParams().getCurve());
  }

  @Test
  void anEcKeyWithoutCurveIsRefused() throws Exception {
    Path file =
        pem(
            block(
                "EC PRIVATE KEY",
                element(0x30, new byte[] {2, 1, 1}, element(0x04, new byte[32]))));
    Exception e = assertThrows(GeneralSecurityException.class, () -> Pem.privateKey(file));
    assertTrue(e.getMessage().contains("names no curve"), e.toString());
  }

  private Path pem(String... blocks) throws IOException {
    return Files.writeString(folder.resolve("key.pem"), String.join("", blocks));
  }

  private static String block(String type, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }

  private static byte[] fixed(BigInteger number, int octets) {
    byte[] signed = number.toByteArray();
    byte[] fixed = new byte[octets];
    int length = Math.min(octets, signed.length);
    System.arraycopy(signed, signed.length - length, fixed, octets - length, length);
    return fixed;
  }

  private static byte[] element(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.size() > 127) {
      der.write(0x81);
    }
    der.write(content.size());
    der.writeBytes(content.toByteArray());
    return der.toByteArray();
  }
}
