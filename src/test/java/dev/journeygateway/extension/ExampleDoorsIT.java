package dev.journeygateway.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.journeygateway.support.ExtensionFiles;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.KafkaOnLoopback;
import dev.journeygateway.support.RunningGateway;
import jakarta.activation.DataHandler;
import jakarta.mail.Flags;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The doors in docs/examples as they are, each with a real server at its other end: PostgreSQL,
 * Kafka, an IMAP server, HTTP.
 */
class ExampleDoorsIT {

  private static final Path EXAMPLES = Path.of("docs/examples");

  private static KafkaOnLoopback kafka;
  private static GreenMail mail;
  private static JdbcTemplate team;
  private static ExtensionFiles extensions;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    kafka = KafkaOnLoopback.start();
    kafka.createTopic("journey.starts");
    kafka.createTopic("journey.starts.refused");
    mail = new GreenMail(new ServerSetup[] {ServerSetupTest.IMAP.dynamicPort()});
    mail.start();
    mail.setUser("lists@example.com", "lists", "p+w&d");
    String database = Form.newDatabase();
    team = new JdbcTemplate(new DriverManagerDataSource(database, "postgres", "postgres"));
    team.execute(
        "create table winback (id bigint generated always as identity primary key, user_id text not"
            + " null, night text, request_uuid text)");
    extensions =
        new ExtensionFiles()
            .with(EXAMPLES.resolve("query-door.camel.yaml"))
            .with(EXAMPLES.resolve("kafka-door.camel.yaml"))
            .with(EXAMPLES.resolve("mailbox-list-door.camel.yaml"))
            .with(EXAMPLES.resolve("http-door-other-body.camel.yaml"));
    gateway =
        RunningGateway.start(
            extensions.setting(),
            "gateway.files.poll-interval=100ms",
            "winback.url=" + database,
            "winback.username=postgres",
            "winback.password=postgres",
            "winback.application=AAAAA-00001",
            "winback.journey=running",
            "winback.look-every=200",
            "winback.not-before=00:00",
            "kafka-door.brokers=" + kafka.address(),
            "kafka-door.application=AAAAA-00001",
            "mailbox.protocol=imap",
            "mailbox.host=localhost",
            "mailbox.port=" + mail.getImap().getPort(),
            "mailbox.username=lists",
            "mailbox.password=p+w&d",
            "mailbox.application=AAAAA-00001",
            "mailbox.journey=running",
            "mailbox.look-every=300");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    extensions.close();
    mail.stop();
    kafka.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static List<String> entered(String requestUuid) {
    return gateway
        .jdbc()
        .queryForList(
            "select user_id from entry where request_uuid = ? order by user_id",
            String.class,
            requestUuid);
  }

  /** Requests of a door, the newest first. */
  private static JsonNode requests(String door) {
    return RunningGateway.json(gateway.get("/api/start-requests?door=" + door))
        .path("start_requests");
  }

  private static String awaitOne(String door) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              JsonNode found = requests(door);
              return found.isEmpty()
                  ? Optional.<String>empty()
                  : Optional.of(found.get(0).path("request_uuid").asText());
            },
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void startsTheRowsOfATableOnceANight() {
    team.update("insert into winback (user_id) values ('row-1'), ('row-\"2\\'), ('row-3')");

    String uuid = awaitOne("query-door");
    assertThat(gateway.await(uuid, "done").at("/counts/entered").asInt()).isEqualTo(3);
    assertThat(entered(uuid)).containsExactly("row-\"2\\", "row-1", "row-3");
    Awaitility.await()
        .until(
            () ->
                team.queryForList("select distinct request_uuid from winback", String.class)
                    .equals(List.of(uuid)));

    // As after a crash between the acceptance and the note of it.
    team.update("update winback set request_uuid = null");
    team.update("insert into winback (user_id) values ('tomorrow')");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                team.queryForList(
                        "select distinct request_uuid from winback where night is not null",
                        String.class)
                    .equals(List.of(uuid)));
    assertThat(requests("query-door")).as("the same night is the same request").hasSize(1);
    assertThat(
            team.queryForObject(
                "select night from winback where user_id = 'tomorrow'", String.class))
        .as("waits for the next night")
        .isNull();
  }

  @Test
  void startsTheRecordsOfATopicAndSetsTheRefusedAside() throws Exception {
    kafka.send(
        "journey.starts",
        null,
        "{\"journey_id\": \"nowhere\", \"payload\": {\"users\": [\"x\"]}}",
        Map.of());
    kafka.send(
        "journey.starts",
        "key",
        "{\"journey_id\": \"running\", \"payload\": {\"users\": [\"record-1\"]}}",
        Map.of("application_code", "BBBBB-00002"));
    kafka.send(
        "journey.starts",
        null,
        "{\"journey_id\": \"once\", \"payload\": {\"users\": [\"record-2\"]}}",
        Map.of());

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> requests("kafka-door").size() == 2);
    String second = requests("kafka-door").get(0).path("request_uuid").asText();
    gateway.await(second, "done");
    assertThat(entered(second)).containsExactly("record-2");
    assertThat(kafka.read("journey.starts.refused", 1))
        .singleElement()
        .asString()
        .contains("nowhere");
  }

  private static void send(String subject, String name, byte[] content) throws Exception {
    MimeMessage message = new MimeMessage((jakarta.mail.Session) null);
    message.setFrom(new InternetAddress("team@example.com"));
    message.setSubject(subject);
    MimeBodyPart text = new MimeBodyPart();
    text.setText("The list is attached.");
    MimeBodyPart list = new MimeBodyPart();
    list.setDataHandler(new DataHandler(new ByteArrayDataSource(content, "text/csv")));
    list.setFileName(name);
    message.setContent(new MimeMultipart(text, list));
    message.saveChanges();
    mail.getUserManager().getUser("lists").deliver(message);
  }

  private static boolean allSeen() {
    return Stream.of(mail.getReceivedMessages())
        .allMatch(
            message -> {
              try {
                return message.isSet(Flags.Flag.SEEN);
              } catch (jakarta.mail.MessagingException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @Test
  void startsTheListsOfAMailbox() throws Exception {
    send(
        "Winter",
        "winter.csv",
        "user_id,tier\nmail-1,gold\nmail-2,silver\n".getBytes(StandardCharsets.UTF_8));
    send("A picture", "logo.png", new byte[] {1, 2, 3});

    String uuid = awaitOne("mailbox-list-door");
    JsonNode status = gateway.await(uuid, "done");
    assertThat(status.path("file").asText()).isEqualTo("winter.csv");
    assertThat(entered(uuid)).containsExactly("mail-1", "mail-2");
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(ExampleDoorsIT::allSeen);
    assertThat(requests("mailbox-list-door")).hasSize(1);
  }

  private static HttpResponse<String> order(String token, String body) {
    return gateway.send("POST", "/doors/orders", Map.of("Authorization", token), body);
  }

  @Test
  void startsForABodyOfAnotherShape() {
    String id = "c\\\"1\\\\\\u00e4\\\"}], \\\"x\\\": [{";
    HttpResponse<String> answer =
        order(
            "Api start-and-read",
            "{\"customer\": {\"id\": \""
                + id
                + "\"}, \"campaign\": \"running\", \"voucher\": \"V1\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().map()).doesNotContainKeys("application_code", "authorization");
    String uuid = RunningGateway.uuid(answer);
    assertThat(gateway.await(uuid, "done").path("door").asText()).isEqualTo("http-door-other-body");
    assertThat(entered(uuid)).containsExactly("c\"1\\ä\"}], \"x\": [{");

    assertThat(order("Api nobody", "{}").statusCode()).isEqualTo(401);
    HttpResponse<String> refused =
        order(
            "Api start-and-read",
            "{\"customer\": {}, \"campaign\": \"running\", \"voucher\": \"V\"}");
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(order("Api start-and-read", "no JSON").statusCode()).isEqualTo(400);
  }
}
