package dev.journeygateway.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLineTest {

  @Test
  void guardsFormulasAndQuotesWhatAnyDelimiterWouldSplit() {
    List<String> cells =
        List.of("a", "=1+1", "x;=2", "y,z", "t\tu", "q\"r", "", "l\nm", "-3", "b|c");
    assertThat(CsvLine.of(cells, ';', "\r\n"))
        .isEqualTo("a;'=1+1;\"x;=2\";\"y,z\";\"t\tu\";\"q\"\"r\";;\"l\nm\";'-3;b|c\r\n");
    assertThat(CsvLine.of(cells, '|', "\n")).endsWith("|'-3|\"b|c\"\n");
  }
}
