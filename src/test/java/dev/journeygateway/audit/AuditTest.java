package dev.journeygateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditTest {

  private static final Caller ONE =
      new Caller(Set.of("AAAAA-00001"), Set.of(Scope.ADMIN), "...nine");
  private static final Caller ALL =
      new Caller(Set.of("AAAAA-00001", "BBBBB-00002"), Set.of(Scope.ADMIN), "...able");

  private static Database withApplications(TestDatabase kind) {
    Database database = kind.migrated();
    for (String code : ALL.applications()) {
      database
          .writing()
          .update("insert into application (code, name) values ('" + code + "', 'A shop')");
    }
    return database;
  }

  private static void write(Audit audit, String application, Action action, int number) {
    audit.write(
        "...nine",
        application,
        action,
        Audit.Target.of("dead_letter", number),
        Map.of("sent_back", number));
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheNewestFirstOfTheCallersApplications(TestDatabase kind) {
    Database database = withApplications(kind);
    Audit audit = new Audit(database);
    write(audit, "AAAAA-00001", Action.DEAD_LETTER_SENT_BACK, 1);
    write(audit, "BBBBB-00002", Action.DEAD_LETTER_SENT_BACK, 2);
    write(audit, null, Action.CATALOG_LOADED, 3);
    write(audit, "AAAAA-00001", Action.REQUEST_CANCELLED, 4);

    List<Audited> own = audit.list(ONE, Optional.empty(), Optional.empty(), 10);
    assertThat(own).extracting(Audited::target).containsExactly("4", "1");
    assertThat(own.get(0))
        .satisfies(
            one -> {
              assertThat(one.tokenHint()).isEqualTo("...nine");
              assertThat(one.action()).isEqualTo("request_cancelled");
              assertThat(one.applicationCode()).contains("AAAAA-00001");
              assertThat(one.counts()).containsExactly(Map.entry("sent_back", 4L));
              assertThat(one.at()).isBetween(database.now().minusSeconds(60), database.now());
            });

    assertThat(audit.list(ALL, Optional.empty(), Optional.empty(), 10))
        .extracting(Audited::target)
        .containsExactly("4", "3", "2", "1");
    assertThat(audit.list(ALL, Optional.of(Action.CATALOG_LOADED), Optional.empty(), 10))
        .extracting(Audited::target)
        .containsExactly("3");
    List<Audited> page = audit.list(ALL, Optional.empty(), Optional.empty(), 2);
    assertThat(audit.list(ALL, Optional.empty(), Optional.of(page.get(1).id()), 2))
        .extracting(Audited::target)
        .containsExactly("2", "1");
  }

  @ParameterizedTest
  @EnumSource
  void goesWithTheTransactionThatItIsWrittenIn(TestDatabase kind) {
    Database database = withApplications(kind);
    Audit audit = new Audit(database);

    assertThatThrownBy(
            () ->
                database.begin(
                    status -> {
                      write(audit, "AAAAA-00001", Action.DEAD_LETTER_SENT_BACK, 1);
                      throw new IllegalStateException("the action fails");
                    }))
        .hasMessage("the action fails");

    assertThat(audit.list(ONE, Optional.empty(), Optional.empty(), 10)).isEmpty();
  }
}
