package dev.journeygateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.slf4j.MDC;

/** The way of a request is one straight line; what knows the message does not know Camel. */
@AnalyzeClasses(
    packages = "dev.journeygateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.journeygateway";

  /**
   * Every package in the order of the line: a package uses those before it and never one after it.
   * A new package has to be given its place here.
   */
  private static final List<String> LINE =
      List.of(
          "text",
          "outage",
          "disk",
          "database",
          "process",
          "trace",
          "access",
          "audit",
          "person",
          "limit",
          "journey",
          "filter",
          "request",
          "api",
          "activity",
          "outbox",
          "list",
          "device",
          "audience",
          "accept",
          "broker",
          "status",
          "cancel",
          "deadletter",
          "entry",
          "delivery",
          "notify",
          "why",
          "overview",
          "page",
          "http",
          "door",
          "erasure",
          "retention",
          "backup",
          "extension",
          "command");

  /** The first part of a class's package below the root; empty for the root itself. */
  private static String room(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
  }

  private static int place(JavaClass type) {
    return room(type).isEmpty() ? LINE.size() : LINE.indexOf(room(type));
  }

  @ArchTest
  static final ArchRule everyPackageHasItsPlaceInTheLine =
      classes()
          .should(
              new ArchCondition<>("be in a package that this test knows") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  if (place(type) < 0) {
                    events.add(
                        SimpleConditionEvent.violated(
                            type, "the package of " + type.getName() + " has no place in LINE"));
                  }
                }
              });

  @ArchTest
  static final ArchRule packagesUseThoseBeforeThem =
      classes()
          .should(
              new ArchCondition<>("use no package after their own") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  for (Dependency used : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = used.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().startsWith(ROOT) && place(target) > place(type)) {
                      events.add(SimpleConditionEvent.violated(used, used.getDescription()));
                    }
                  }
                }
              });

  @ArchTest
  static final ArchRule theModelKnowsNoCamelAndNoSql =
      noClasses()
          .that()
          .resideInAnyPackage("..request", "..filter")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.camel..",
              "org.springframework..",
              "java.sql..",
              "javax.sql..",
              "dev.journeygateway.database..");

  /** A class that decides does not know Camel; one that knows Camel only lends it to a route. */
  @ArchTest
  static final ArchRule onlyStepsAndRoutesKnowCamel =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..api", "..http", "..door.http", "..door.queue", "..broker", "..extension")
          .and()
          .haveNameNotMatching(
              ".*(Steps|Routes|StartExchange|CommitAcceptance|WorkerFailures|DeadMessages)([$].*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule theHttpEngineKnowsNoJourneys =
      noClasses()
          .that()
          .resideInAPackage("..journeygateway.http")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are other packages of the gateway",
                  used -> used.getPackageName().startsWith(ROOT) && !room(used).equals("http")));

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      classes().should().haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl)$");

  @ArchTest
  static final ArchRule timeComesFromAClockOrTheDatabase =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  /** Advisories that guard this: docs/advisories.csv. */
  @ArchTest
  static final ArchRule nobodyBindsFormsOrRendersTheirErrors =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.validation..",
              "org.springframework.web.bind.support..",
              "org.springframework.web.servlet.view..");

  @ArchTest
  static final ArchRule aRequestIsNamedInTheLogTogetherWithItsTrace =
      noClasses()
          .that()
          .doNotHaveSimpleName("TraceLog")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(MDC.class);

  /** Advisories that guard this: docs/advisories.csv. */
  @ArchTest
  static final ArchRule nobodyServesWebSockets =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("..websocket..");
}
