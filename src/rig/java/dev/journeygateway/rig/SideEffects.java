package dev.journeygateway.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an injected text may have left behind beside the database. */
final class SideEffects {

  /** How each line of ours begins. */
  private static final Pattern OUR_LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) +"
              + "(TRACE|DEBUG|INFO|WARN|ERROR) ");

  private SideEffects() {}

  /** Files beside the gateway's own, the inbox's drawers and the rig's, and what a path made. */
  static List<String> strangeFiles(Path folder, Path gateway) {
    Path drawers = gateway.resolve("inbox").resolve(Catalogue.fileJourney(0));
    List<Path> ours =
        List.of(
            gateway.resolve("data"),
            gateway.resolve("gateway.log"),
            drawers.resolve("archive"),
            drawers.resolve("failed"),
            folder.resolve("unpacked"),
            folder.resolve("classes.jsa"),
            folder.resolve("journeys.yaml"),
            folder.resolve("requests.log"));
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().startsWith(InjectedTexts.OUTSIDE)
                      || Files.isRegularFile(file) && ours.stream().noneMatch(file::startsWith))
          .map(file -> folder.relativize(file).toString())
          .toList();
    } catch (IOException e) {
      throw new RigFailure("cannot look through " + folder, e);
    }
  }

  /**
   * Lines of the log that do not begin as ours do, or as a text of ours would make one begin.
   *
   * @param before how many stood there before anything was tried
   */
  static List<String> strangeLines(Path log, long before) {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return lines
          .skip(before)
          .filter(
              line -> line.startsWith(InjectedTexts.FORGED) || !OUR_LINE.matcher(line).lookingAt())
          .toList();
    } catch (IOException e) {
      throw new RigFailure("cannot read " + log, e);
    }
  }
}
