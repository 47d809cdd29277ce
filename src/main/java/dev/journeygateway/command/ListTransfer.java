package dev.journeygateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Sends a list with a bar that tells how much of it is there. */
final class ListTransfer {

  private ListTransfer() {}

  /**
   * @param parameters of the query, each with a leading ampersand
   * @param key makes sending it again safe; null for none
   */
  static HttpResponse<String> send(ListFile list, String parameters, String key)
      throws IOException, InterruptedException {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    long size = Files.size(list.path());
    BodyPublisher body =
        BodyPublishers.ofInputStream(
            () -> {
              try {
                return ProgressBar.wrap(Files.newInputStream(list.path()), bar(list, size));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    var call = list.call(parameters);
    if (key != null) {
      call.header("Idempotency-Key", key);
    }
    if (size > 0) {
      body = BodyPublishers.fromPublisher(body, size);
    }
    return http.send(call.POST(body).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static ProgressBarBuilder bar(ListFile list, long size) {
    return new ProgressBarBuilder()
        .setTaskName(list.path().getFileName().toString())
        .setStyle(ProgressBarStyle.ASCII)
        .setInitialMax(size)
        .showSpeed()
        .setUnit(" MiB", 1 << 20);
  }
}
