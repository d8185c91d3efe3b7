package io.github.pmtatracking.component.smtpproxy.net;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys from PEM files (RFC 7468) without a password. */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");

  /** id-ecPublicKey (RFC 5480, 2.1.1). */
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  /** AlgorithmIdentifier of RSA: SEQUENCE { rsaEncryption, NULL }. */
  private static final byte[] RSA = {
    0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  private Pem() {}

  /** All certificates of a file, at least one. */
  public static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> chain = new ArrayList<>();
    for (Matcher block = blocks(file); block.find(); ) {
      if (block.group(1).equals("CERTIFICATE")) {
        chain.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(decode(block))));
      }
    }
    if (chain.isEmpty()) {
      throw new IOException(file + ": wanted a block BEGIN CERTIFICATE");
    }
    return chain;
  }

  /** The first private key of a file: PKCS#8, RSA in PKCS#1, or EC in SEC 1. */
  public static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    for (Matcher block = blocks(file); block.find(); ) {
      switch (block.group(1)) {
        case "PRIVATE KEY" -> {
          return key(decode(block));
        }
        case "RSA PRIVATE KEY" -> {
          return key(pkcs8(RSA, decode(block)));
        }
        case "EC PRIVATE KEY" -> {
          byte[] sec1 = decode(block);
          return key(pkcs8(curve(sec1), sec1));
        }
        default -> {} // for example the parameters of a curve, or a certificate
      }
    }
    throw new IOException(
        file
            + ": wanted a block BEGIN PRIVATE KEY, BEGIN RSA PRIVATE KEY or BEGIN EC PRIVATE KEY"
            + " without password (openssl pkcs8 -topk8 -nocrypt makes one)");
  }

  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // try the next algorithm
      }
    }
    throw new InvalidKeySpecException("wanted an RSA, EC or Ed25519 key");
  }

  /** Wraps a key into PKCS#8: SEQUENCE { 0, algorithm, OCTET STRING key } (RFC 5958, 2). */
  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.writeBytes(new byte[] {2, 1, 0});
    inner.writeBytes(algorithm);
    inner.writeBytes(tagged(0x04, key));
    return tagged(0x30, inner.toByteArray());
  }

  /**
   * AlgorithmIdentifier of an EC key, made from the curve in the key: SEQUENCE { 1, OCTET STRING,
   * [0] curve, .. } (RFC 5915, 3).
   */
  private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
    try {
      ByteBuffer key = element(0x30, ByteBuffer.wrap(sec1));
      element(0x02, key);
      element(0x04, key);
      ByteBuffer curve = element(0xa0, key);
      ByteArrayOutputStream algorithm = new ByteArrayOutputStream();
      algorithm.writeBytes(EC);
      algorithm.write(sec1, curve.arrayOffset(), curve.remaining());
      return tagged(0x30, algorithm.toByteArray());
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw new InvalidKeySpecException("the EC key names no curve", e);
    }
  }

  /** The content of a DER element. No curve has a key that makes it longer than 255 bytes. */
  private static ByteBuffer element(int tag, ByteBuffer der) throws InvalidKeySpecException {
    if ((der.get() & 0xff) != tag) {
      throw new InvalidKeySpecException("the EC key names no curve");
    }
    byte length = der.get();
    int size = length == (byte) 0x81 ? der.get() & 0xff : length;
    ByteBuffer content = der.slice(der.position(), size);
    der.position(der.position() + size);
    return content;
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.length < 128) {
      der.write(content.length);
    } else if (content.length < 256) {
      der.writeBytes(new byte[] {(byte) 0x81, (byte) content.length});
    } else {
      der.writeBytes(new byte[] {(byte) 0x82, (byte) (content.length >> 8), (byte) content.length});
    }
    der.writeBytes(content);
    return der.toByteArray();
  }

  /**
   * @throws GeneralSecurityException when the key does not belong to the certificate
   */
  public static void requirePair(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] sample = "pair".getBytes(StandardCharsets.US_ASCII);
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(sample);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(certificate.getPublicKey());
    verifier.update(sample);
    if (!verifier.verify(signature)) {
      throw new GeneralSecurityException("the key does not belong to the certificate");
    }
  }

  private static Matcher blocks(Path file) throws IOException {
    return BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  private static byte[] decode(Matcher block) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw new IOException("a damaged block BEGIN " + block.group(1), e);
    }
  }
}
