package dev.journeygateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The way of a request is one straight line; what knows the message does not know Camel. */
@AnalyzeClasses(
    packages = "dev.journeygateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesStandInALine =
      slices().matching("dev.journeygateway.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheCamelPackagesKnowCamel =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..access",
              "..audience",
              "..batch",
              "..entry",
              "..journey",
              "..limit",
              "..request",
              "..tracking",
              "..database")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule parentsDoNotKnowTheirCamelPackage =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..access", "..batch", "..entry", "..journey", "..limit", "..request", "..tracking")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..camel");

  @ArchTest
  static final ArchRule acceptingKnowsNothingOfEntering =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..request..", "..limit..", "..access..", "..journey..", "..tracking..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..entry..");

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

  /** Advisories that guard this: docs/advisories.csv. */
  @ArchTest
  static final ArchRule nobodyServesWebSockets =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("..websocket..");
}
