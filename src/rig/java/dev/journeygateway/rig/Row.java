package dev.journeygateway.rig;

import java.nio.file.Path;

/** One row of the proof: a fault, made again and again under a load. */
interface Row {

  String name();

  String fault();

  String load();

  /** How many rounds the promise asks for. */
  int promised();

  Outcome run(Trial trial);

  /**
   * What a row works with.
   *
   * @param launch how the packaged gateway is started
   * @param folder of this trial alone, deleted behind it
   */
  record Trial(Launch launch, Path folder, int rounds) {

    Path log() {
      return folder.resolve("requests.log");
    }

    void say(String text, Object... values) {
      System.out.printf("%tT %s%n", System.currentTimeMillis(), text.formatted(values));
    }
  }
}
