package io.github.pmtatracking;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = PmtaTracking.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.github.pmtatracking.";

  @ArchTest
  static final ArchRule beansDoNotKnowCamel =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "link..",
              ROOT + "event..",
              ROOT + "accounting..",
              ROOT + "wrapper..",
              ROOT + "feeder..",
              ROOT + "ingest..",
              ROOT + "spool..",
              ROOT + "settings..",
              ROOT + "redis..",
              ROOT + "logging..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..")
          .because("a bean is tried and reused without a route; the flow package joins the two");

  @ArchTest
  static final ArchRule aComponentKnowsNothingOfTrackingNorOfAnotherComponent =
      slices()
          .matching(ROOT + "component.(*)..")
          .should()
          .notDependOnEachOther()
          .because("each component is usable alone, from any route");

  @ArchTest
  static final ArchRule componentsImportNoneOfTheOtherRooms =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "component..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "link..",
              ROOT + "event..",
              ROOT + "accounting..",
              ROOT + "wrapper..",
              ROOT + "feeder..",
              ROOT + "ingest..",
              ROOT + "tracker..",
              ROOT + "spool..",
              ROOT + "settings..",
              ROOT + "redis..",
              ROOT + "logging..",
              ROOT + "flow..",
              ROOT + "command..",
              ROOT + "demo..")
          .because("a component speaks a protocol and could move to a project of its own");

  @ArchTest
  static final ArchRule noRoomsLeadInACircle =
      slices()
          .matching(ROOT + "(*)..")
          .should()
          .beFreeOfCycles()
          .because("who walks through the house should not come back to where he was");

  @ArchTest
  static final ArchRule nobodyKnowsTheMainClass =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "*..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(PmtaTracking.class)
          .because("it leads to every command, so whoever knows it walks in a circle");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsTheDemo =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "demo..", ROOT + "command..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "demo..")
          .because("the stand-ins are no part of the product");
}
