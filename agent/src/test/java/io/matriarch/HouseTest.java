package io.matriarch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;

/// The rules of the house, over the classes of core, json, dcs, rest and agent (not their tests). A rule that stands in the way is
/// discussed, not bent: each one says what it keeps.
///
/// Longer than most files: it is one list of rules, and they are read together.
@AnalyzeClasses(packages = "io.matriarch", importOptions = HouseTest.NoTests.class)
class HouseTest {
    static final class NoTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    // --- who may import whom ---

    @ArchTest static final ArchRule facts_know_only_facts = inside("core.view").seeOnly("core.view");

    /// A plan is written in the ports' words (`Step`, `DcsWrite`); that they are words only is the next rule.
    @ArchTest static final ArchRule decisions_know_facts_and_the_words_of_a_plan =
            inside("core.ha..").seeOnly("core.ha..", "core.view", "core.port");

    @ArchTest static final ArchRule the_synchronous_modes_know_facts = inside("core.ha.sync").seeOnly("core.ha.sync", "core.view");

    @ArchTest static final ArchRule decisions_do_nothing_even_through_a_port = noClasses()
            .that().resideInAnyPackage(ours("core.view..", "core.ha.."))
            .should().dependOnClassesThat(are(describe("a port: an open interface of core.port", HouseTest::isPort)));

    @ArchTest static final ArchRule ports_know_no_loop = inside("core.port").seeOnly("core.port", "core.ha", "core.view");
    @ArchTest static final ArchRule the_core_knows_only_itself = inside("core..").seeOnly("core..");
    @ArchTest static final ArchRule dcs_knows_the_core = inside("dcs..").seeOnly("dcs..", "json..", "core..");
    @ArchTest static final ArchRule rest_knows_the_core = inside("rest..").seeOnly("rest..", "json..", "core..");

    @ArchTest static final ArchRule json_knows_facts = inside("json..").seeOnly("json..", "core.view");

    /// What an adapter needs of the core are facts and ports; the loop is the agent's to start.
    @ArchTest static final ArchRule dcs_does_not_know_the_loop =
            noClasses().that().resideInAnyPackage(ours("dcs..")).should().dependOnClassesThat().resideInAnyPackage(ours("core.runtime.."));

    @ArchTest static final ArchRule parts_of_the_agent_stand_side_by_side =
            slices().matching("io.matriarch.agent.(*)..").should().beFreeOfCycles();

    // --- each library has one home ---

    @ArchTest static final ArchRule etcd_lives_in_dcs = library("io.etcd..", "io.grpc..", "io.github.resilience4j..").livesIn("dcs..");
    @ArchTest static final ArchRule dns_lives_in_dcs = library("javax.naming..").livesIn("dcs..");
    @ArchTest static final ArchRule http_lives_in_rest = library("io.vertx..").livesIn("rest..");
    /// Sockets: HTTP's, and gRPC's (its connect timeout and its one thread can be set in Netty's words only).
    @ArchTest static final ArchRule netty_lives_in_rest_and_dcs = library("io.netty..").livesIn("rest..", "dcs..");
    @ArchTest static final ArchRule json_lives_in_json = library("com.fasterxml.jackson.core..").livesIn("json..");
    @ArchTest static final ArchRule sql_lives_in_postgres = library("java.sql..", "javax.sql..", "org.postgresql..").livesIn("agent.postgres..");
    @ArchTest static final ArchRule yaml_lives_in_config = library("com.fasterxml.jackson.dataformat..", "org.yaml..").livesIn("agent.config..");
    @ArchTest static final ArchRule native_calls_live_in_host = library("java.lang.foreign..").livesIn("agent.host..");

    // --- the core touches nothing ---

    @ArchTest static final ArchRule the_core_is_made_of_plain_java = classes().that().resideInAnyPackage(ours("core.."))
            .should().onlyDependOnClassesThat(are(describe("of the core or of java.base's pure part", HouseTest::isPure)));

    @ArchTest static final ArchRule the_core_reads_no_clock_and_throws_no_dice = noClasses().that().resideInAnyPackage(ours("core.."))
            .should().callCodeUnitWhere(describe("now, random or parallel", call -> isImpure(call.getTarget())));

    @ArchTest static final ArchRule facts_and_decisions_never_change = fields().that().areDeclaredInClassesThat(
            resideInAnyPackage(ours("core.view..", "core.ha.."))).should().beFinal();

    @ArchTest static final ArchRule facts_and_decisions_are_closed = noClasses().that().resideInAnyPackage(ours("core.view..", "core.ha.."))
            .should().dependOnClassesThat(are(describe("classes of the core that can be extended", HouseTest::isOpen)));

    // --- how it is written ---

    @ArchTest static final ArchRule absence_is_a_case_with_a_name = noFields().should().haveRawType(Optional.class);

    @ArchTest static final ArchRule names_are_the_fields_words = noClasses().should()
            .haveSimpleNameStartingWith("Master").orShould().haveSimpleNameStartingWith("Slave").orShould()
            .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Utility|Impl|Context)(\\$.*)?");

    @ArchTest static final ArchRule adapters_log_and_do_not_print = noClasses().that().resideInAnyPackage(ours("dcs..", "rest..", "agent.postgres..", "agent.host.."))
            .should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest static void the_house_is_seen_whole(JavaClasses house) {
        assertThat(house).anyMatch(type -> type.getPackageName().startsWith("io.matriarch.core.view"));
        assertThat(house).noneMatch(type -> type.getSimpleName().endsWith("Test"));
    }

    @ArchTest static void every_package_says_what_lives_here(JavaClasses house) throws IOException {
        assertThat(house).isNotEmpty();
        Path root = Path.of(System.getProperty("matriarch.home", "..")).toAbsolutePath().normalize();
        for (String module : new String[] {"core", "json", "dcs", "rest", "agent", "chaos-tests"}) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent).distinct())
                        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).isRegularFile());
            }
        }
    }

    // --- the words that the rules are written in ---

    private record Room(String name) {
        ArchRule seeOnly(String... others) {
            return noClasses().that().resideInAPackage(name).should().dependOnClassesThat(
                    resideInAnyPackage("io.matriarch..").and(DescribedPredicate.not(resideInAnyPackage(ours(others)))));
        }
    }

    private record Library(List<String> packages) {
        ArchRule livesIn(String... homes) {
            return noClasses().that().resideOutsideOfPackages(ours(homes)).should().dependOnClassesThat()
                    .resideInAnyPackage(packages.toArray(String[]::new));
        }
    }

    private static Room inside(String name) {
        return new Room("io.matriarch." + name);
    }

    private static Library library(String... packages) {
        return new Library(List.of(packages));
    }

    private static String[] ours(String... names) {
        return Stream.of(names).map(name -> "io.matriarch." + name).toArray(String[]::new);
    }

    private static boolean isPort(JavaClass type) {
        return type.getPackageName().equals("io.matriarch.core.port") && type.isInterface()
                && type.getEnclosingClass().isEmpty() && !type.reflect().isSealed();
    }

    private static boolean isPure(JavaClass type) {
        JavaClass plain = type.getBaseComponentType();
        return plain.isPrimitive() || isSharedCollection(plain) || (resideInAnyPackage("io.matriarch.core..", "java.lang", "java.lang.runtime", "java.lang.invoke",
                "java.lang.annotation", "java.math", "java.time..", "java.util", "java.util.function", "java.util.regex", "java.util.stream",
                "java.util.concurrent.atomic", "java.nio.charset").test(plain) && IMPURE.stream().noneMatch(plain::isEquivalentTo));
    }

    /// The one thing of java.util.concurrent that starts nothing and waits for nothing.
    private static boolean isSharedCollection(JavaClass type) {
        return type.getPackageName().equals("java.util.concurrent") && !type.isAssignableTo(BlockingQueue.class)
                && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class));
    }

    private static boolean isOpen(JavaClass type) {
        return resideInAnyPackage(ours("core.view..", "core.ha..")).test(type) && !type.isInterface() && !type.isEnum()
                && !type.isAnonymousClass() && !type.getModifiers().contains(JavaModifier.FINAL);
    }

    /// In the packages above, and not pure.
    private static final Set<Class<?>> IMPURE = Set.of(System.class, Thread.class, ThreadLocal.class, Runtime.class, Process.class,
            ProcessBuilder.class, ProcessHandle.class, ClassLoader.class, Random.class, SplittableRandom.class, Timer.class, Clock.class);

    private static boolean isImpure(AccessTarget.CodeUnitCallTarget call) {
        return switch (call.getName()) {
            case "now" -> call.getOwner().getPackageName().startsWith("java.time");
            case "random" -> call.getOwner().isEquivalentTo(Math.class);
            case "randomUUID" -> call.getOwner().isEquivalentTo(UUID.class);
            case "parallel", "parallelStream", "printStackTrace" -> call.getOwner().getPackageName().startsWith("java.");
            case "wait", "notify", "notifyAll" -> call.getOwner().isEquivalentTo(Object.class);
            default -> false;
        };
    }
}
