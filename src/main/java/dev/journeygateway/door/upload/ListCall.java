package dev.journeygateway.door.upload;

import dev.journeygateway.list.Format;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListName;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.util.Locale;
import java.util.Optional;

/** What a call says of the list that it brings. */
final class ListCall {

  private static final int LONGEST_NAME = 200;

  private ListCall() {}

  /**
   * The name under which a list is kept: the one it was sent under, with the endings that its
   * content type and its encoding ask for.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with UNSUPPORTED_CONTENT_TYPE or
   *     INVALID_PARAMETER
   */
  static ListName name(
      Optional<String> contentType, Optional<String> contentEncoding, Optional<String> name) {
    Format format = format(contentType.orElse(""));
    boolean gzip = gzip(contentEncoding.orElse("identity"));
    String base = name.orElse("upload");
    if (base.length() > LONGEST_NAME
        || base.startsWith(".")
        || base.chars().anyMatch(c -> c < 0x20 || c == '/' || c == '\\' || c == 0x7f)) {
      throw invalid(
          "name must be a file name of at most %d characters, without a slash and a leading dot"
              .formatted(LONGEST_NAME));
    }
    String ending = "." + format.ending();
    String lower = base.toLowerCase(Locale.ROOT);
    String whole = lower.endsWith(ending) || lower.endsWith(ending + ".gz") ? base : base + ending;
    if (gzip && !whole.toLowerCase(Locale.ROOT).endsWith(".gz")) {
      whole += ".gz";
    }
    if (InboxName.of(whole) instanceof ListName known && known.format() == format) {
      return known;
    }
    throw invalid("name is none that a list may have");
  }

  private static RuntimeException invalid(String message) {
    return Refusal.of(Reason.INVALID_PARAMETER, message, "parameter", "name").asException();
  }

  private static Format format(String contentType) {
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
    return switch (parts[0].strip()) {
      case "text/csv" -> Format.CSV;
      case "application/x-ndjson" -> Format.NDJSON;
      case "application/json" -> Format.JSON;
      default ->
          throw Refusal.of(
                  Reason.UNSUPPORTED_CONTENT_TYPE,
                  "content type must be text/csv, application/x-ndjson or application/json")
              .asException();
    };
  }

  private static boolean gzip(String encoding) {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "identity" -> false;
      case "gzip" -> true;
      default ->
          throw Refusal.of(
                  Reason.UNSUPPORTED_CONTENT_TYPE, "content encoding must be gzip or identity")
              .asException();
    };
  }
}
