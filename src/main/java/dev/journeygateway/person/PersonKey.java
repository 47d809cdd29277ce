package dev.journeygateway.person;

import dev.journeygateway.database.Database;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes of people, to know somebody again whose rows are gone: HMAC-SHA256 under a key that is
 * made with the database and stays in it, the first 128 bits. The application is part of what is
 * hashed, so that nobody is followed from one to another.
 */
public final class PersonKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final Database database;
  private volatile SecretKeySpec key;

  PersonKey(Database database) {
    this.database = database;
  }

  /** The hash of one person of an application. */
  public UUID hash(String applicationCode, String id) {
    return hashes(applicationCode, List.of(id)).get(0);
  }

  /** The hashes of people of an application, in their order. */
  public List<UUID> hashes(String applicationCode, Collection<String> ids) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key());
      return ids.stream().map(id -> hash(mac, applicationCode, id)).toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static UUID hash(Mac mac, String applicationCode, String id) {
    mac.update(applicationCode.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)));
    return new UUID(hash.getLong(), hash.getLong());
  }

  private SecretKeySpec key() {
    if (key == null) {
      String secret = database.read("find-person-key").texts().get(0);
      key = new SecretKeySpec(HexFormat.of().parseHex(secret), ALGORITHM);
    }
    return key;
  }
}
