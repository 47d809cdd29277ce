package dev.journeygateway.door.file;

import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.list.BadRows;
import dev.journeygateway.list.ListRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How files are taken, whichever door they come through.
 *
 * @param settle how long a file must stay unchanged before it is taken, at most an hour; not asked
 *     where the done marker decides
 * @param doneMarker whether a file waits for {@code <name>.done} beside it
 * @param badRows how many bad rows a file may hold
 * @param overLimit what becomes of a file that comes while its entry point's slot is taken
 * @param threads files that are checked at a time, and files that are put on the queue at a time
 * @param pollInterval how often the folders are looked at
 * @param maxUnprocessedChunks chunks of one file on the queue that are not yet recorded; 0 where
 *     another system than our worker consumes them
 * @param ignore names that are left alone, with * and ?
 * @param folders what is different for single journeys
 */
@ConfigurationProperties(prefix = "gateway.files", ignoreUnknownFields = false)
record FileSettings(
    @DefaultValue("5s") Duration settle,
    @DefaultValue("false") boolean doneMarker,
    @DefaultValue("refuse-file") BadRows badRows,
    @DefaultValue("wait") OverLimit overLimit,
    @DefaultValue("2") int threads,
    @DefaultValue("500ms") Duration pollInterval,
    @DefaultValue("200") int maxUnprocessedChunks,
    @DefaultValue({
          "Thumbs.db",
          "ehthumbs.db",
          "desktop.ini",
          "~$*",
          "*.crdownload",
          "*.download",
          "*.opdownload",
          "*.filepart",
          "*.partial",
          "*.uploading",
          "*.inprogress",
          "*.temp",
          "*.swp",
          "*.lock"
        })
        List<String> ignore,
    Map<String, Folder> folders) {

  private static final long LONGEST_TIMER_MILLIS = 500;

  /**
   * What is different for one journey; empty takes the common setting.
   *
   * @param columns the file's column names to ours
   * @param attributes values for every row of every file; an attributes file and a row's own win
   */
  public record Folder(
      Optional<BadRows> badRows,
      Optional<OverLimit> overLimit,
      Map<String, String> columns,
      Map<String, String> attributes) {

    public Folder {
      badRows = badRows == null ? Optional.empty() : badRows;
      overLimit = overLimit == null ? Optional.empty() : overLimit;
      columns = columns == null ? Map.of() : columns;
      attributes = attributes == null ? Map.of() : attributes;
    }
  }

  public FileSettings {
    folders = folders == null ? Map.of() : folders;
    ignore = ignore == null ? List.of() : List.copyOf(ignore);
    if (settle.isNegative() || settle.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("gateway.files.settle must be 0s to 1h, not " + settle);
    }
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("gateway.files.threads must be 1 to 64, not " + threads);
    }
    if (pollInterval.toMillis() < 10 || pollInterval.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException(
          "gateway.files.poll-interval must be 10ms to 5m, not " + pollInterval);
    }
    if (maxUnprocessedChunks < 0) {
      throw new IllegalArgumentException(
          "gateway.files.max-unprocessed-chunks must be 0 or more, not " + maxUnprocessedChunks);
    }
  }

  /**
   * How often a timer asks what there is to do: files that are claimed already need more looks than
   * the folders.
   */
  public long timerMillis() {
    return Math.min(pollInterval.toMillis(), LONGEST_TIMER_MILLIS);
  }

  IgnoredNames ignored() {
    return IgnoredNames.of(ignore);
  }

  /** The rules under which a journey's files are read. */
  public ListRules rules(String journeyId, int chunkRows) {
    Folder folder = folder(journeyId);
    return ListRules.DEFAULT
        .withBadRows(folder.badRows().orElse(badRows))
        .withColumns(folder.columns())
        .withAttributesForAll(folder.attributes())
        .withChunkRows(chunkRows);
  }

  public OverLimit overLimit(String journeyId) {
    return folder(journeyId).overLimit().orElse(overLimit);
  }

  private Folder folder(String journeyId) {
    return folders.getOrDefault(journeyId, new Folder(null, null, null, null));
  }
}
