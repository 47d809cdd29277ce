package dev.journeygateway.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowEraserTest {

  @TempDir Path folder;

  private String erased(String name, String text, RowEraser.Shape shape, String... names)
      throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    RowEraser eraser = new RowEraser(List.of(names));
    assertThat(eraser.isNamed(file)).isEqualTo(eraser.erase(file, shape) > 0);
    return Files.readString(file);
  }

  @Test
  void blanksTheRowsOfAPersonAndNoOthers() throws IOException {
    assertThat(
            erased(
                "a.csv",
                "user_id,tier\nanna,gold\nannabel,anna\n\"anna\" , x\r\nbob,\"a\nanna\"\n",
                RowEraser.Shape.BLANK,
                "anna"))
        .isEqualTo("user_id,tier\n         \nannabel,anna\n          \r\nbob,\"a\nanna\"\n");
    assertThat(erased("b.csv", "name;code\nx;anna\n", RowEraser.Shape.BLANK, "anna"))
        .as("the column of ids has another name")
        .isEqualTo("name;code\n      \n");
  }

  @Test
  void takesQuotedNamesAndOtherLetters() throws IOException {
    assertThat(
            erased(
                "a.csv", "user_id\n\"a \"\"b\"\", c\"\nd\n", RowEraser.Shape.BLANK, "a \"b\", c"))
        .isEqualTo("user_id\n" + " ".repeat(12) + "\nd\n");
    assertThat(erased("b.csv", "user_id\nj\u00fcrgen\nd\n", RowEraser.Shape.BLANK, "j\u00fcrgen"))
        .isEqualTo("user_id\n       \nd\n");
    Path utf16 = folder.resolve("c.csv");
    Files.write(utf16, "user_id\nj\u00fcrgen\nd\n".getBytes(StandardCharsets.UTF_16));
    new RowEraser(List.of("j\u00fcrgen")).erase(utf16, RowEraser.Shape.BLANK);
    assertThat(Files.readString(utf16, StandardCharsets.UTF_16)).isEqualTo("user_id\n      \nd\n");
  }

  @Test
  void masksARowThatIsStillRead() throws IOException {
    String text = "hwid,tier\nab-1,\"go,ld\"\ncd-2,x\n";
    String masked = erased("a.csv", text, RowEraser.Shape.MASKED, "ab-1");
    assertThat(masked).isEqualTo("hwid,tier\n****,\"**,**\"\ncd-2,x\n").hasSameSizeAs(text);
    String line = "{\"user_id\": \"anna\", \"attribute_values\": {\"tier\": \"gold\"}}\n";
    assertThat(
            erased("a.ndjson", line + line.replace("anna", "bob"), RowEraser.Shape.MASKED, "anna"))
        .isEqualTo(
            line.replace("anna", "****").replace("gold", "****") + line.replace("anna", "bob"));
  }

  @Test
  void leavesJsonAsItWasWithoutTheId() throws IOException {
    assertThat(
            erased(
                    "a.json",
                    "{\"payload\": {\"users\": [\"anna\", \"bob\", \"anna\"], \"attribute_values\":"
                        + " {\"anna\": \"x\"}}}",
                    RowEraser.Shape.BLANK,
                    "anna")
                .replace(" ", ""))
        .isEqualTo("{\"payload\":{\"users\":[\"bob\"],\"attribute_values\":{\"anna\":\"x\"}}}");
    assertThat(
            erased(
                "b.ndjson",
                "{\"hwid\":\"anna\"}\n{\"hwid\":\"x\",\"tier\":\"anna\"}\n",
                RowEraser.Shape.BLANK,
                "anna"))
        .isEqualTo(" ".repeat(15) + "\n{\"hwid\":\"x\",\"tier\":\"anna\"}\n");
  }

  @Test
  void packsWhatWasPacked() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("user_id\nanna\nbob\n".getBytes(StandardCharsets.UTF_8));
    }
    Path file = folder.resolve("a.csv.gz");
    Files.write(file, bytes.toByteArray());
    assertThat(new RowEraser(List.of("anna")).erase(file, RowEraser.Shape.BLANK)).isEqualTo(1);
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("user_id\n    \nbob\n");
    }
  }
}
