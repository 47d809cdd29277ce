package dev.journeygateway.bench.filter;

import dev.journeygateway.audience.DeviceLoader;
import dev.journeygateway.audience.DevicesLoaded;
import java.io.StringWriter;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * How many devices with five tags each go into PostgreSQL a second: new ones, the same again, and
 * others again.
 */
public final class DeviceLoadBench {

  private DeviceLoadBench() {}

  /**
   * @param arguments how many devices, 200,000 where nothing is said
   */
  public static void main(String[] arguments) throws Exception {
    int devices = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    System.out.println("| load | devices | seconds | devices a second |\n|---|---|---|---|");
    try (BenchDatabase database = new BenchDatabase(true)) {
      DataSource warm = database.create("warm");
      load(warm, 20_000);
      DataSource dataSource = database.create("devices");
      report("new", devices, dataSource);
      report("the same again", devices, dataSource);
      new JdbcTemplate(dataSource)
          .execute("update device_tag_number set tag_value = tag_value + 1 where tag_id % 2 = 0");
      new JdbcTemplate(dataSource).execute("vacuum analyze");
      report("with changed values", devices, dataSource);
    }
  }

  private static void report(String what, int devices, DataSource dataSource) throws Exception {
    long start = System.nanoTime();
    DevicesLoaded loaded = load(dataSource, devices);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (loaded.read() != devices || loaded.rejected() > 0) {
      throw new IllegalStateException(loaded.toString());
    }
    System.out.printf(
        Locale.ROOT,
        "| %s (%d added, %d changed, %d unchanged) | %,d | %.1f | %,.0f |%n",
        what,
        loaded.added(),
        loaded.changed(),
        loaded.unchanged(),
        devices,
        seconds,
        devices / seconds);
  }

  static DevicesLoaded load(DataSource dataSource, int devices) throws Exception {
    DeviceLoader loader =
        new DeviceLoader(
            new JdbcTemplate(dataSource), new DataSourceTransactionManager(dataSource));
    return loader.loadCsv(BenchDatabase.APPLICATION, new DeviceFile(devices), StringWriter::new);
  }
}
