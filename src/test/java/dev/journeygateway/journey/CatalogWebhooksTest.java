package dev.journeygateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Webhooks as the catalogue has them. */
class CatalogWebhooksTest {

  private static byte[] catalog(String... webhooks) {
    StringBuilder text = new StringBuilder("applications:\n  - code: AAAAA-00001\n    webhooks:\n");
    for (String webhook : webhooks) {
      text.append("      - {").append(webhook).append("}\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsOneSecretOrTwo() {
    List<WebhookNode> read =
        CatalogFile.read(
                catalog(
                    "name: one, url: 'https://a.example.com/x', secret: '${A}', events:"
                        + " [request.done]",
                    "name: two, url: '${URL}', secrets: ['${A}', 'file:/run/b'], events:"
                        + " [request.done, delivery.unknown, destination.stopped]"))
            .applications()
            .get(0)
            .webhooks();

    assertThat(read.get(0).secrets()).containsExactly("${A}");
    assertThat(read.get(1).secrets()).containsExactly("${A}", "file:/run/b");
    assertThat(read.get(1).events())
        .containsExactly(
            WebhookEvent.REQUEST_DONE,
            WebhookEvent.DELIVERY_UNKNOWN,
            WebhookEvent.DESTINATION_STOPPED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url: 'https://a.example.com' | a webhook needs a name of at most 40 small letters",
        "name: A B, url: 'https://a.example.com' | a webhook needs a name of at most 40 small"
            + " letters",
        "name: a | webhook a needs a url",
        "name: a, url: 'ftp://a.example.com' | the url of webhook a looks like"
            + " https://team.example.com/hooks, not ftp://a.example.com",
        "name: a, url: 'https://me:pw@a.example.com' | the url of webhook a looks like",
        "name: a, url: 'https://127.1/x' | the url of webhook a looks like",
        "name: a, url: 'https://a.example.com' | webhook a needs a secret",
        "name: a, url: 'https://a.example.com', secret: whsec_x | a secret of webhook a must be a"
            + " reference",
        "name: a, url: 'https://a.example.com', secret: '${A}', secrets: ['${A}'] | webhook a has a"
            + " secret or secrets, not both",
        "name: a, url: 'https://a.example.com', secrets: ['${A}', '${B}', '${C}'] | webhook a has"
            + " one secret, or two",
        "name: a, url: 'https://a.example.com', secret: '${A}' | webhook a needs events",
        "name: a, url: 'https://a.example.com', secret: '${A}', events: [] | webhook a needs"
            + " events",
        "name: a, url: 'https://a.example.com', secret: '${A}', events: [request.ended] | the"
            + " events of a webhook are some of request.done, request.failed, request.held,"
            + " request.cancelled, delivery.unknown, destination.stopped, not request.ended",
        "name: a, url: 'https://a.example.com', secret: '${A}', events: [request.done,"
            + " request.done] | an event of webhook a is there twice",
        "name: a, url: 'https://a.example.com', secret: '${A}', events: [request.done], colour: red"
            + " | unknown field: colour",
      })
  void refusesAWrongOneWithTheLineAndTheReason(String webhook, String reason) {
    String first = "name: z, url: 'https://a.example.com', secret: '${A}', events: [request.done]";
    assertThatThrownBy(() -> CatalogFile.read(catalog(first, webhook)))
        .isInstanceOf(CatalogFile.Invalid.class)
        .message()
        .startsWith("line 5: " + reason)
        .doesNotContain("whsec_x");
  }

  @Test
  void refusesTwoOfOneName() {
    String one = "name: a, url: 'https://a.example.com', secret: '${A}', events: [request.done]";
    assertThatThrownBy(() -> CatalogFile.read(catalog(one, one)))
        .hasMessage("line 5: webhook a of application AAAAA-00001 is there twice");
  }

  @ParameterizedTest
  @EnumSource
  void refusesHttpToAHostThatIsNotListed(TestDatabase kind) {
    Database database = kind.migrated();
    byte[] text =
        catalog("name: a, url: 'http://a.internal/x', secret: '${A}', events: [request.done]");

    assertThatThrownBy(() -> loader(database, "b.internal").load(text, true))
        .isInstanceOf(CatalogFile.Invalid.class)
        .hasMessage(
            "line 4: the url of webhook a must be https; http is for hosts in"
                + " gateway.webhooks.allow-internal, and a.internal is not there");
    assertThat(loader(database, "a.internal").load(text, true)).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void keepsWhatWasSwitchedOffUntilItsUrlIsAnother(TestDatabase kind) {
    Database database = kind.migrated();
    String rest = "', secret: '${A}', events: [request.done]";
    loader(database).load(catalog("name: a, url: 'https://a.example.com/1" + rest), true);
    database.write("switch-off-webhook").with("id", "AAAAA-00001.a").update();

    loader(database)
        .load(
            catalog(
                "name: a, url: 'https://a.example.com/1" + rest,
                "name: b, url: 'https://b.example.com" + rest),
            true);
    assertThat(off(database)).isTrue();
    loader(database).load(catalog("name: a, url: 'https://a.example.com/2" + rest), true);
    assertThat(off(database)).isFalse();
    loader(database)
        .load("applications: [{code: AAAAA-00001}]".getBytes(StandardCharsets.UTF_8), true);
    assertThat(list(database)).isEmpty();
  }

  private static CatalogLoader loader(Database database, String... internal) {
    return new CatalogLoader(
        database, new Audit(database), WebhookSettings.internal(List.of(internal)));
  }

  private static boolean off(Database database) {
    return list(database).get(0);
  }

  private static List<Boolean> list(Database database) {
    return database
        .read("list-webhooks")
        .with("applications", List.of("AAAAA-00001"))
        .list(row -> row.text("off_at") != null);
  }
}
