package io.matriarch.chaos;

import io.matriarch.chaos.cluster.Account;
import io.matriarch.chaos.cluster.Settings;
import io.matriarch.chaos.cluster.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// `scripts/chaos`: faults, many times, with a line for each and a table at the end. Exit status 1 when a promise was broken, 2 when the
/// command line or the machine does not allow the run.
public final class ChaosMain {

    private ChaosMain() {}

    public static void main(String... args) throws IOException {
        try {
            var options = Options.parse(args);
            if (options.cuts() && !Account.root()) {
                throw new IllegalArgumentException("cuts need network namespaces, and these need root: run as root, or leave them out with --no-cuts");
            }
            System.exit(run(options, Settings.fromProperties(Timing.ofTtl(options.ttl()), options.cuts(), options.synchronous())) ? 0 : 1);
        } catch (IllegalArgumentException unusable) {
            System.err.println(unusable.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Options options, Settings settings) throws IOException {
        System.out.printf("agent '%s', user %s, ttl %d s, %s, %d etcd members%n", settings.agent().template(), settings.account().name(),
                options.ttl().toSeconds(), settings.namespaces() ? "network namespaces" : "loopback", settings.etcdMembers());
        try (var campaign = new Campaign(settings, options.keep())) {
            for (int round = 0; round < options.rounds(); round++) {
                for (var fault : options.faults()) {
                    campaign.round(fault, options.seed() + round);
                    write(options, campaign.results());
                }
            }
            System.out.println();
            System.out.print(Report.table(campaign.results()));
            return campaign.results().stream().allMatch(Result::passed);
        }
    }

    private static void write(Options options, List<Result> results) throws IOException {
        for (var file : options.out()) {
            Files.writeString(file, Report.json(results.getLast()) + System.lineSeparator(), StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }
}
