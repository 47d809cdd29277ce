package dev.journeygateway.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages among gateways that share a database. */
@ParameterizedClass
@EnumSource
class WebhookMessagesTest {

  private static final Webhook HOOK =
      new Webhook("AAAAA-00001.team", "https://team.example.com", List.of("${SECRET}"));

  @Parameter TestDatabase kind;

  private Database database;
  private WebhookMessages one;
  private WebhookMessages other;

  @BeforeEach
  void start() {
    database = kind.migrated();
    database
        .write("put-webhook")
        .with("id", HOOK.id())
        .with("application_code", "AAAAA-00001")
        .with("name", "team")
        .with("url", HOOK.url())
        .with("secrets", "[\"${SECRET}\"]")
        .with("events", ",request.done,")
        .with("yes", true)
        .update();
    one = messages(Duration.ofMinutes(1));
    other = messages(Duration.ofMinutes(1));
  }

  private WebhookMessages messages(Duration lease) {
    return new WebhookMessages(database, new RetryPlan(RandomGenerator.getDefault()), lease);
  }

  private void write(String id) {
    database
        .writing()
        .update(
            "insert into webhook_message (id, webhook_id, type, occurred_at, next_at, data) values"
                + " (?, ?, 'request.done', '2020-01-01T09:00:00.000000Z',"
                + " '2020-01-01T09:00:00.000000Z', '{}')",
            id,
            HOOK.id());
  }

  private static AttemptResult delivered() {
    return new AttemptResult(Optional.of(204), Optional.empty(), Optional.empty());
  }

  @Test
  void givesAMessageToOneGatewayAlone() {
    write("msg_1");
    assertThat(one.due()).containsExactly(HOOK);

    Message claimed = one.claim(HOOK).orElseThrow();

    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(other.claim(HOOK)).isEmpty();
    assertThat(other.due()).isEmpty();
    one.ended(HOOK, claimed, delivered(), Duration.ZERO);
    assertThat(other.claim(HOOK)).isEmpty();
  }

  @Test
  void givesAMessageToAnotherWhenTheLeaseOfTheFirstIsOver() {
    write("msg_1");
    Message first = messages(Duration.ZERO).claim(HOOK).orElseThrow();

    Message second = other.claim(HOOK).orElseThrow();

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.attempt()).isEqualTo(2);
    // What the first says now is too late to change the state.
    one.ended(HOOK, first, AttemptResult.failed("too late"), Duration.ZERO);
    other.ended(HOOK, second, delivered(), Duration.ZERO);
    assertThat(state("msg_1")).isEqualTo("delivered");
  }

  private String state(String id) {
    return database
        .writing()
        .queryForObject("select state from webhook_message where id = ?", String.class, id);
  }

  @Test
  void keepsTheMessagesOfAWebhookThatIsSwitchedOff() {
    write("msg_1");
    write("msg_2");
    Message claimed = one.claim(HOOK).orElseThrow();
    one.ended(
        HOOK,
        claimed,
        new AttemptResult(Optional.of(410), Optional.of("answered 410"), Optional.empty()),
        Duration.ZERO);

    assertThat(one.due()).isEmpty();
    assertThat(List.of(state("msg_1"), state("msg_2"))).containsOnly("waiting");
    assertThat(
            new Webhooks(database, new Audit(database))
                .attempts(HOOK.id(), true, Optional.empty(), 10))
        .hasSize(1);
  }

  @Test
  void forgetsWhatIsOld() {
    write("msg_1");
    write("msg_2");
    one.ended(HOOK, one.claim(HOOK).orElseThrow(), delivered(), Duration.ZERO);

    one.forget(Duration.ofHours(1));

    assertThat(database.writing().queryForList("select state from webhook_message", String.class))
        .as("one that waits is kept while its webhook is there")
        .containsExactly("waiting");
    database.write("remove-webhooks").with("no", false).update();
    one.forget(Duration.ofHours(1));
    assertThat(database.writing().queryForList("select id from webhook_message", String.class))
        .isEmpty();
  }
}
