package dev.journeygateway.filter;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a tree as canonical functional text: parentheses only where the grammar needs them. */
final class Printer implements Filter.Visitor<String> {

  @Override
  public String union(Filter.Union union) {
    return union.parts().stream().map(part -> part.accept(this)).collect(Collectors.joining(" + "));
  }

  @Override
  public String difference(Filter.Difference difference) {
    StringBuilder text =
        new StringBuilder(enclosed(difference.base(), difference.base() instanceof Filter.Union));
    for (Filter without : difference.without()) {
      text.append(" \\ ").append(enclosed(without, !bindsFirst(without)));
    }
    return text.toString();
  }

  @Override
  public String intersection(Filter.Intersection intersection) {
    return intersection.parts().stream()
        .map(part -> enclosed(part, !bindsFirst(part)))
        .collect(Collectors.joining(" * "));
  }

  @Override
  public String application(Filter.Application application) {
    return "A("
        + quoted(application.code())
        + platforms(application.platforms())
        + (application.withTokens() ? ", [with_tokens])" : ")");
  }

  @Override
  public String group(Filter.Group group) {
    return "G(" + quoted(group.code()) + platforms(group.platforms()) + ")";
  }

  @Override
  public String tag(Filter.TagCondition tag) {
    return tag.application().map(code -> "AT(" + quoted(code) + ", ").orElse("T(")
        + quoted(tag.name())
        + (tag.daysAgo() ? ", daysago, " : ", ")
        + tag.operator().word()
        + tag.operand().map(operand -> ", " + operand(operand)).orElse("")
        + ")";
  }

  static String operand(Operand operand) {
    if (operand instanceof Operand.Many many) {
      return many.values().stream()
          .map(Printer::operand)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return operand instanceof Operand.Text text
        ? quoted(text.text())
        : ((Operand.Scalar) operand).text();
  }

  private String enclosed(Filter part, boolean parentheses) {
    String text = part.accept(this);
    return parentheses ? "(" + text + ")" : text;
  }

  private static boolean bindsFirst(Filter part) {
    return !(part instanceof Filter.Union) && !(part instanceof Filter.Difference);
  }

  private static String platforms(List<String> platforms) {
    return platforms.isEmpty()
        ? ""
        : platforms.stream().map(Printer::quoted).collect(Collectors.joining(", ", ", [", "]"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
