package dev.journeygateway.audience;

import dev.journeygateway.database.Database;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.filter.Criterion;
import dev.journeygateway.filter.Span;
import dev.journeygateway.filter.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The devices of one person with their tags, of which a filter's conditions can be asked one by
 * one: what the statements of {@link SqlRenderer} ask of all devices.
 */
public final class PersonDevices {

  /**
   * One device.
   *
   * @param tags its values by the tag's id, as they are stored: each a Long or a String
   */
  public record Device(
      String applicationCode,
      String hwid,
      String userId,
      Optional<String> platform,
      boolean pushToken,
      Map<Integer, List<Object>> tags) {}

  private final List<Device> devices;

  private PersonDevices(List<Device> devices) {
    this.devices = List.copyOf(devices);
  }

  /**
   * The devices of a user, or the device of that hwid; a thousand at the most.
   *
   * @param id a user's or a device's, as somebody wrote it
   */
  public static PersonDevices of(String id, Collection<String> applications, Database database) {
    Map<Long, Device> found = new HashMap<>();
    database
        .ask("find-devices-of-person")
        .with("id", id)
        .with("folded", DeviceOwners.fold(id))
        .with("applications", applications)
        .each(
            row ->
                found.put(
                    row.number("id"),
                    new Device(
                        row.text("application_code"),
                        row.text("hwid"),
                        row.text("user_id"),
                        Optional.ofNullable(row.text("platform")),
                        row.flag("push_token"),
                        new HashMap<>())));
    if (!found.isEmpty()) {
      database
          .ask("find-tags-of-devices")
          .with("device_ids", found.keySet())
          .each(
              row -> {
                String text = row.text("text_value");
                found
                    .get(row.number("device_id"))
                    .tags()
                    .computeIfAbsent(row.integer("tag_id"), any -> new ArrayList<>())
                    .add(text == null ? (Object) row.number("number_value") : text);
              });
    }
    return new PersonDevices(new ArrayList<>(found.values()));
  }

  /** All of them. */
  public List<Device> all() {
    return devices;
  }

  /**
   * Whether a device of the person is among those of the criterion.
   *
   * @param now what relative dates count from
   */
  public boolean meet(Criterion criterion, Instant now) {
    return devices.stream().anyMatch(device -> criterion.accept(new Asked(device, now)));
  }

  /** Asks one device. */
  private record Asked(Device device, Instant now) implements Criterion.Visitor<Boolean> {

    @Override
    public Boolean anyOf(Criterion.AnyOf anyOf) {
      return anyOf.parts().stream().anyMatch(part -> part.accept(this));
    }

    @Override
    public Boolean allOf(Criterion.AllOf allOf) {
      return allOf.parts().stream().allMatch(part -> part.accept(this));
    }

    @Override
    public Boolean allBut(Criterion.AllBut allBut) {
      return allBut.base().accept(this)
          && allBut.without().stream().noneMatch(part -> part.accept(this));
    }

    @Override
    public Boolean ofApplication(Criterion.OfApplication application) {
      return device.applicationCode().equals(application.code())
          && (application.platforms().isEmpty()
              || device.platform().filter(application.platforms()::contains).isPresent())
          && (!application.withTokens() || device.pushToken());
    }

    @Override
    public Boolean tagged(Criterion.Tagged tagged) {
      return !values(tagged.tag()).isEmpty();
    }

    @Override
    public Boolean valued(Criterion.Valued valued) {
      return values(valued.tag()).stream().anyMatch(value -> within(valued.spans(), value));
    }

    @Override
    public Boolean valuedOtherwise(Criterion.ValuedOtherwise otherwise) {
      return values(otherwise.tag()).stream().anyMatch(value -> !within(otherwise.spans(), value));
    }

    private List<Object> values(Tag tag) {
      return device.tags().getOrDefault(tag.id(), List.of());
    }

    private boolean within(List<Span> spans, Object value) {
      return spans.stream().anyMatch(span -> within(span, value));
    }

    private boolean within(Span span, Object value) {
      int aboveLow = span.low().map(low -> compare(value, low.at(now))).orElse(1);
      int aboveHigh = span.high().map(high -> compare(value, high.at(now))).orElse(-1);
      return (span.lowIncluded() ? aboveLow >= 0 : aboveLow > 0)
          && (span.highIncluded() ? aboveHigh <= 0 : aboveHigh < 0);
    }

    /** Texts are compared as the databases do: by their bytes, which sort as the characters do. */
    private static int compare(Object value, Object bound) {
      return value instanceof Long number
          ? number.compareTo((Long) bound)
          : ((String) value).compareTo((String) bound);
    }
  }
}
