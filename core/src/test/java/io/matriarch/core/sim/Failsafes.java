package io.matriarch.core.sim;

import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Which rounds of questions prove that a leader may go on: those that everybody has confirmed whom the `failsafe` key names *in etcd*, whatever the leader
/// believes that it says. What the leader makes of the answers it got is the product's. Where clocks lie another may lead and have written the key anew while the
/// asking machine stands still: then also those whom it named when the round began (seed 21330).
final class Failsafes {
    private final Supplier<Failsafe> key;
    private final BooleanSupplier clocksLie;
    private final SimEtcd.Proofs proofs;

    Failsafes(Supplier<Failsafe> key, BooleanSupplier clocksLie, SimEtcd.Proofs proofs) {
        this.key = key;
        this.clocksLie = clocksLie;
        this.proofs = proofs;
    }

    /// `by` begins to ask at `sent`, by the clock of its machine. What is given back is told who confirmed, in the instant that it does.
    Consumer<MemberName> asked(MemberName by, Moment sent, Duration ttl) {
        var named = key.get();
        var confirmed = new TreeSet<MemberName>();
        Consumer<MemberName> round = name -> {
            confirmed.add(name);
            if (all(confirmed, key.get()) || clocksLie.getAsBoolean() && all(confirmed, named)) proofs.proven(by, sent, ttl);
        };
        round.accept(by);
        return round;
    }

    private static boolean all(Set<MemberName> confirmed, Failsafe key) {
        return key.inForce() && key.members().fields().keySet().stream().map(MemberName::new).allMatch(confirmed::contains);
    }
}
