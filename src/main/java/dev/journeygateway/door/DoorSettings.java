package dev.journeygateway.door;

import dev.journeygateway.limit.OverLimit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is set for doors of a team's own.
 *
 * @param doors by the ids of their routes
 */
@ConfigurationProperties(prefix = "gateway")
public record DoorSettings(Map<String, Door> doors) {

  /**
   * One door.
   *
   * @param overLimit what becomes of a request that comes while its entry point's slot is taken
   */
  public record Door(OverLimit overLimit) {

    public Door {
      if (overLimit == null) {
        throw new IllegalArgumentException("a door under gateway.doors needs over-limit");
      }
    }
  }

  public DoorSettings {
    doors = doors == null ? Map.of() : Map.copyOf(doors);
  }

  /** The doors that something is set for. */
  public Set<String> names() {
    return doors.keySet();
  }

  /** What a door does over the limit: waits, unless it is set otherwise. */
  public OverLimit overLimit(String door) {
    return doors.entrySet().stream()
        .filter(one -> names(one.getKey(), door))
        .findFirst()
        .map(one -> one.getValue().overLimit())
        .orElse(OverLimit.WAIT);
  }

  /** Whether a setting's name means a door: an environment variable has neither case nor dashes. */
  public static boolean names(String setting, String door) {
    return setting.equals(door) || uniform(setting).equals(uniform(door));
  }

  private static String uniform(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
