package dev.journeygateway.filter;

import dev.journeygateway.device.ExampleDevices;
import dev.journeygateway.device.ExampleDevices.Device;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Asks a filter of one device after the other, by the words of docs/filters.md and without any of
 * the product's checks or SQL.
 */
public final class SlowEvaluator implements Filter.Visitor<Predicate<Device>> {

  private final ExampleDevices world;
  private final Set<String> applications = new TreeSet<>();

  public SlowEvaluator(ExampleDevices world, String filterText) {
    this.world = world;
    for (String code : world.scope().visibleApplications()) {
      if (filterText.contains(code) || filterText.contains(world.group)) {
        applications.add(code);
      }
    }
    if (applications.isEmpty()) {
      applications.add(world.journeyApplication);
    }
  }

  @Override
  public Predicate<Device> union(Filter.Union union) {
    return device -> union.parts().stream().anyMatch(part -> part.accept(this).test(device));
  }

  @Override
  public Predicate<Device> intersection(Filter.Intersection intersection) {
    return device -> intersection.parts().stream().allMatch(part -> part.accept(this).test(device));
  }

  @Override
  public Predicate<Device> difference(Filter.Difference difference) {
    return device ->
        difference.base().accept(this).test(device)
            && difference.without().stream().noneMatch(part -> part.accept(this).test(device));
  }

  @Override
  public Predicate<Device> application(Filter.Application application) {
    return device ->
        device.application().equals(application.code())
            && onPlatform(device, application.platforms())
            && (!application.withTokens() || device.pushToken());
  }

  @Override
  public Predicate<Device> group(Filter.Group group) {
    return device ->
        world.scope().visibleApplications().contains(device.application())
            && onPlatform(device, group.platforms());
  }

  private static boolean onPlatform(Device device, List<String> platforms) {
    return platforms.isEmpty() || device.platform().map(platforms::contains).orElse(false);
  }

  @Override
  public Predicate<Device> tag(Filter.TagCondition tag) {
    return device -> {
      boolean meant =
          tag.application()
              .map(device.application()::equals)
              .orElse(applications.contains(device.application()));
      List<String> values = device.tags().get(tag.name());
      if (!meant || values == null) {
        return meant && tag.operator() == Operator.NOTSET;
      }
      TagType type = world.tagsOf(device.application()).get(tag.name());
      boolean anyEqual = values.stream().anyMatch(value -> asked(tag, type, value));
      return switch (tag.operator()) {
        case SET -> true;
        case NOTSET -> false;
        case NOTEQ, NOTIN -> !anyEqual;
        default -> anyEqual;
      };
    };
  }

  private boolean asked(Filter.TagCondition tag, TagType type, String value) {
    if (tag.operand().isEmpty()) {
      return true;
    }
    List<String> operands = new ArrayList<>();
    if (tag.operand().get() instanceof Operand.Many many) {
      many.values().forEach(scalar -> operands.add(scalar.text()));
    } else {
      operands.add(((Operand.Scalar) tag.operand().get()).text());
    }
    if (tag.operator() == Operator.BETWEEN) {
      return compare(tag, type, value, operands.get(0), Operator.GTE)
          && compare(tag, type, value, operands.get(1), Operator.LTE);
    }
    return operands.stream()
        .anyMatch(operand -> compare(tag, type, value, operand, tag.operator()));
  }

  private boolean compare(
      Filter.TagCondition tag, TagType type, String value, String operand, Operator operator) {
    return switch (type) {
      case STRING, LIST -> value.equalsIgnoreCase(operand);
      case INTEGER, PRICE ->
          holds(new BigDecimal(value).compareTo(new BigDecimal(operand)), operator);
      case BOOLEAN -> yes(value) == yes(operand);
      case VERSION -> holds(BY_PARTS.compare(value, operand), operator);
      case DATE -> compareDates(tag, instant(value), operand, operator);
    };
  }

  private static boolean compareDates(
      Filter.TagCondition tag, Instant value, String operand, Operator operator) {
    if (tag.daysAgo()) {
      long days =
          Math.floorDiv(
              Duration.between(value, ExampleDevices.NOW).toMillis(),
              Duration.ofDays(1).toMillis());
      return holds(Long.compare(days, Long.parseLong(operand)), operator);
    }
    if (operand.length() == 10 && operand.charAt(4) == '-') {
      return holds(
          LocalDate.ofInstant(value, ZoneOffset.UTC).compareTo(LocalDate.parse(operand)), operator);
    }
    if (!operand.endsWith("ago")) {
      return holds(value.compareTo(instant(operand)), operator);
    }
    Instant then =
        Instant.ofEpochSecond(ExampleDevices.NOW.getEpochSecond())
            .minus(Duration.ofDays(Long.parseLong(operand.split(" ")[0])));
    boolean wholeDay =
        tag.operator() == Operator.BETWEEN
            || Set.of(Operator.EQ, Operator.NOTEQ, Operator.IN, Operator.NOTIN).contains(operator);
    return wholeDay
        ? holds(
            LocalDate.ofInstant(value, ZoneOffset.UTC)
                .compareTo(LocalDate.ofInstant(then, ZoneOffset.UTC)),
            operator)
        : holds(value.compareTo(then), operator);
  }

  private static boolean holds(int comparison, Operator operator) {
    return switch (operator) {
      case GT -> comparison > 0;
      case GTE -> comparison >= 0;
      case LT -> comparison < 0;
      case LTE -> comparison <= 0;
      default -> comparison == 0;
    };
  }

  private static boolean yes(String value) {
    return value.equals("1") || value.equalsIgnoreCase("true");
  }

  private static Instant instant(String text) {
    if (text.matches("-?[0-9]+")) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }
    if (text.endsWith("Z") || text.matches(".*[+-][0-9]{2}:[0-9]{2}")) {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
    }
    String full = text.replace(' ', 'T');
    full = full.length() == 10 ? full + "T00:00:00" : full.length() == 16 ? full + ":00" : full;
    return LocalDateTime.parse(full).toInstant(ZoneOffset.UTC);
  }

  private static final Comparator<String> BY_PARTS =
      (left, right) -> {
        String[] a = left.split("\\.");
        String[] b = right.split("\\.");
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
          BigInteger x = i < a.length ? new BigInteger(a[i]) : BigInteger.ZERO;
          BigInteger y = i < b.length ? new BigInteger(b[i]) : BigInteger.ZERO;
          if (!x.equals(y)) {
            return x.compareTo(y);
          }
        }
        return 0;
      };
}
