package io.github.pmtatracking;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

@AnalyzeClasses(packagesOf = PmtaTracking.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.github.pmtatracking.";
  private static final List<String> PROGRAMS =
      List.of("accounting", "tracker", "wrapper", "feeder");

  /** The only packages that may use Camel. Each program has its Camel classes in one of them. */
  private static final String[] CAMEL_SIDE = {
    ROOT + "*.route", ROOT + "tracker.http", ROOT + "process", ROOT + "component.."
  };

  @ArchTest
  static final ArchRule beansDoNotKnowCamel =
      noClasses()
          .that()
          .resideOutsideOfPackages(CAMEL_SIDE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..")
          .because("a bean is tested and reused without a route; the route packages join the two");

  @ArchTest
  static final ArchRule aProgramKnowsNoOtherProgram =
      slices()
          .assignedFrom(slicesBy("programs", ArchitectureTest::program))
          .should()
          .notDependOnEachOther()
          .because("each program can be read and changed alone");

  @ArchTest
  static final ArchRule noPackagesDependOnEachOtherInACircle =
      slices()
          .assignedFrom(slicesBy("packages", JavaClass::getPackageName))
          .should()
          .beFreeOfCycles()
          .because("a package is understood before those that use it");

  @ArchTest
  static final ArchRule theProxysInnerPackagesAreItsOwn =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "component.smtpproxy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "component.smtpproxy.server..",
              ROOT + "component.smtpproxy.message..",
              ROOT + "component.smtpproxy.upstream..",
              ROOT + "component.smtpproxy.net..",
              ROOT + "component.smtpproxy.message..")
          .because("users of the component need its api package only");

  @ArchTest
  static final ArchRule aComponentKnowsNothingOfTrackingNorOfAnotherComponent =
      slices()
          .matching(ROOT + "component.(*)..")
          .should()
          .notDependOnEachOther()
          .because("each component is usable alone, from any route");

  @ArchTest
  static final ArchRule aComponentUsesOnlyNeutralPackages =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "component..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.github.pmtatracking..")
                  .and(
                      resideOutsideOfPackages(
                          ROOT + "component..",
                          ROOT + "lettuce..",
                          ROOT + "text..",
                          ROOT + "time..")))
          .because("a component speaks a protocol and could move to a project of its own");

  @ArchTest
  static final ArchRule neutralPackagesUseNoOtherPackage =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "lettuce..", ROOT + "text..", ROOT + "time..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.github.pmtatracking..")
                  .and(
                      resideOutsideOfPackages(
                          ROOT + "lettuce..", ROOT + "text..", ROOT + "time..")))
          .because("they would move with a component that uses them");

  @ArchTest
  static final ArchRule nobodyKnowsTheMainClass =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "*..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(PmtaTracking.class)
          .because("it leads to every command, so a class that uses it is part of a circle");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsTheDemo =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "demo..", ROOT + "command..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "demo..")
          .because("the stand-ins are no part of the product");

  private static @Nullable String program(JavaClass type) {
    String name = type.getPackageName() + ".";
    return PROGRAMS.stream()
        .filter(program -> name.startsWith(ROOT + program + "."))
        .findFirst()
        .orElse(null);
  }

  private static SliceAssignment slicesBy(
      String description, Function<JavaClass, @Nullable String> slice) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        String name = slice.apply(type);
        return name == null ? SliceIdentifier.ignore() : SliceIdentifier.of(name);
      }

      @Override
      public String getDescription() {
        return description;
      }
    };
  }
}
