package io.github.sentiment4j.support;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A running SHA-256. Not thread-safe. */
public final class Sha256 {
  private final MessageDigest digest;

  /** Of nothing yet. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds what remains in a buffer, which is then at its limit. */
  public void update(ByteBuffer bytes) {
    digest.update(bytes);
  }

  /** The sum of all that was added, as 64 lower-case hexadecimal digits; ends this object's use. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
