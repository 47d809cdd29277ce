package dev.journeygateway.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A Markdown table that also reads well in a terminal. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... heads) {
    rows.add(List.of(heads));
  }

  public Table row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          cells.length + " cells under " + rows.get(0).size() + " heads");
    }
    rows.add(List.of(cells));
    return this;
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** Lines of equal length, each ended. The first column stands left, the others right. */
  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(
                column ->
                    Math.max(
                        3, rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      line(text, rows.get(i), widths);
      if (i == 0) {
        rule(text, widths);
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String fill = " ".repeat(widths[column] - cell.length());
      text.append("| ").append(column == 0 ? cell + fill : fill + cell).append(' ');
    }
    text.append("|\n");
  }

  private static void rule(StringBuilder text, int[] widths) {
    for (int column = 0; column < widths.length; column++) {
      String dashes = "-".repeat(widths[column]);
      text.append('|').append(column == 0 ? ":" + dashes + "-" : "-" + dashes + ":");
    }
    text.append("|\n");
  }
}
