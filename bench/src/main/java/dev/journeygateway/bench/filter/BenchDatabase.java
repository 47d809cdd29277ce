package dev.journeygateway.bench.filter;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.MigratedDatabase;
import dev.journeygateway.device.DeviceLoader;
import dev.journeygateway.device.DevicesLoaded;
import dev.journeygateway.device.JdbcTags;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.FilterLanguage;
import dev.journeygateway.filter.FilterScope;
import dev.journeygateway.list.Format;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.Progress;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A new database with the product's tables, a demonstration application and some tags. */
final class BenchDatabase implements AutoCloseable {

  static final String APPLICATION = "AAAAA-00001";

  /** Those of {@link DeviceFile}. */
  static final Map<String, String> TAGS =
      Map.of(
          "City",
          "string",
          "Age",
          "integer",
          "Seen",
          "date",
          "Vip",
          "boolean",
          "Languages",
          "list");

  private final String url;
  private final MigratedDatabase migrated;

  private BenchDatabase(String url, MigratedDatabase migrated, Map<String, String> tags) {
    this.url = url;
    this.migrated = migrated;
    database()
        .writing()
        .update("insert into application (code, name) values (?, 'Demo')", APPLICATION);
    tags.forEach(
        (tag, type) ->
            database()
                .writing()
                .update(
                    "insert into tag (application_code, name, type) values (?, ?, ?)",
                    APPLICATION,
                    tag,
                    type));
  }

  static BenchDatabase at(String url, Path workFolder, Map<String, String> tags) {
    return new BenchDatabase(url, MigratedDatabase.at(url, "postgres", workFolder), tags);
  }

  /** As the product reaches it. */
  Database database() {
    return migrated.database();
  }

  /** Where another process finds it; on SQLite only once this one has closed it. */
  String url() {
    return url;
  }

  DevicesLoaded load(Reader devices) throws IOException {
    Path file = Files.createTempFile("devices", ".csv");
    try {
      try (Writer text = Files.newBufferedWriter(file)) {
        devices.transferTo(text);
      }
      return load(file);
    } finally {
      Files.delete(file);
    }
  }

  DevicesLoaded load(Path devices) throws IOException {
    ListName csv = new ListName("devices.csv", Format.CSV, false);
    Path rejects = devices.resolveSibling(devices.getFileName() + ".rejects");
    return new DeviceLoader(database())
        .load(APPLICATION, devices, csv, rejects, Progress.SILENT)
        .loaded();
  }

  /** As PostgreSQL's server does by itself, some time after many rows came. */
  void settle() {
    if (!database().embedded()) {
      database().writing().execute("vacuum analyze");
    }
  }

  CheckedFilter filter(String text) {
    FilterScope scope = new FilterScope(APPLICATION, Set.of(APPLICATION), Map.of());
    return FilterCheck.check(FilterLanguage.parse(text), scope, new JdbcTags(database()));
  }

  @Override
  public void close() {
    migrated.close();
  }
}
