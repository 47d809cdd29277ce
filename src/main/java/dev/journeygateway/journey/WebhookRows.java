package dev.journeygateway.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.Database;
import dev.journeygateway.journey.CatalogFile.ApplicationNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Brings the table of webhooks in line with a catalogue. */
final class WebhookRows {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final InternalHosts internal;

  WebhookRows(Database database, InternalHosts internal) {
    this.database = database;
    this.internal = internal;
  }

  /** Refuses a catalogue with a webhook whose url the settings do not allow. */
  void requireReachable(CatalogReader reader, CatalogFile file) {
    for (ApplicationNode application : file.applications()) {
      for (WebhookNode webhook : application.webhooks()) {
        if (!webhook.url().contains("${")) {
          try {
            internal.requireHttps(
                webhook.name(), WebhookNode.requireUrl(webhook.name(), webhook.url()));
          } catch (IllegalArgumentException e) {
            throw reader.ofWebhook(file, webhook, e.getMessage());
          }
        }
      }
    }
  }

  private record Listed(String application, WebhookNode webhook) {}

  /** In the transaction under way. What left the file keeps its messages and gets none. */
  void load(CatalogFile file) {
    List<Listed> all = new ArrayList<>();
    file.applications()
        .forEach(
            application ->
                application
                    .webhooks()
                    .forEach(webhook -> all.add(new Listed(application.code(), webhook))));
    database.write("remove-webhooks").with("no", false).update();
    database
        .write("put-webhook")
        .updateEach(
            all,
            (sql, one) ->
                sql.with("id", one.application() + "." + one.webhook().name())
                    .with("application_code", one.application())
                    .with("name", one.webhook().name())
                    .with("url", one.webhook().url())
                    .with("secrets", json(one.webhook().secrets()))
                    .with(
                        "events",
                        one.webhook().events().stream()
                            .map(WebhookEvent::text)
                            .collect(Collectors.joining(",", ",", ",")))
                    .with("yes", true));
  }

  private static String json(List<String> secrets) {
    try {
      return JSON.writeValueAsString(secrets);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can be written as JSON", e);
    }
  }
}
