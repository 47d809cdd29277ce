package dev.journeygateway.delivery;

import dev.journeygateway.database.Row;
import dev.journeygateway.database.Sql;
import java.sql.SQLException;

/** The place that calls are paced by: one entry point at its destination. */
record DeliverySlot(String destination, String journeyId, String entryPointId) {

  static DeliverySlot of(Row row) throws SQLException {
    return new DeliverySlot(
        row.text("destination"), row.text("journey_id"), row.text("entry_point_id"));
  }

  /** Gives a statement the three parameters that name the slot. */
  Sql in(Sql sql) {
    return sql.with("destination", destination)
        .with("journey_id", journeyId)
        .with("entry_point_id", entryPointId);
  }
}
