package dev.journeygateway.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Names an answer by its body, so that a caller that has it already does not get it again. */
final class EntityTag {

  private static final int BYTES = 12;

  private EntityTag() {}

  /** The tag of a body, with its quotes. */
  static String of(byte[] body) {
    try {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(body);
      return '"' + HexFormat.of().formatHex(sha256, 0, BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Whether a caller has the answer of that tag.
   *
   * @param ifNoneMatch their header, or null
   */
  static boolean isKnown(String tag, String ifNoneMatch) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(","))
            .map(one -> one.strip().replaceFirst("^W/", ""))
            .anyMatch(one -> one.equals(tag) || one.equals("*"));
  }
}
