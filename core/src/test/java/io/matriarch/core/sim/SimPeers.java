package io.matriarch.core.sim;

import io.matriarch.core.ha.PendingPromotion;
import io.matriarch.core.port.Peers;
import io.matriarch.core.runtime.Operator;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The other agents' REST: a question is answered from a tick that began after it, or, when that takes too long, from the last one.
record SimPeers(MemberName me, SimProcess process, SimNetwork network, Map<MemberName, ClusterSim.Incarnation> agents, Failsafes failsafes) implements Peers {
    private static final Duration ONE_WAY = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    @Override
    public void ask(List<Member> members, Duration within, Consumer<Map<MemberName, PeerReport>> reply) {
        process.mayThrow();
        var round = new Round<PeerReport>(members, new PeerReport.Silent("no answer"), reply);
        process.after(within, round::end);
        for (var member : members) {
            var peer = agents.get(member.name());
            if (peer == null || !network.sends(me, member.name())) continue;
            peer.process().after(ONE_WAY, () -> answer(peer, report -> {
                if (network.sends(member.name(), me)) process.after(ONE_WAY, () -> round.heard(member.name(), report));
            }));
        }
        if (members.isEmpty()) round.end();
    }

    /// A question may be lost, late or come twice, and so may its answer.
    @Override
    public void confirm(List<Member> members, LeaderClaim claim, Duration within, Consumer<Map<MemberName, Confirmation>> reply) {
        // Told first: a leader whom the key names alone has nobody to ask, and so nothing can go wrong with that.
        var asked = failsafes.asked(me, process.now(), claim.ttl());
        process.mayThrow();
        var words = new Round<Confirmation>(members, new Confirmation.Silent("no answer"), reply);
        process.after(within, words::end);
        for (var member : members) {
            var peer = agents.get(member.name());
            if (peer != null) network.deliver(me, member.name(), peer.process(), () -> confirm(peer, claim, word -> {
                if (word instanceof Confirmation.Accepted) asked.accept(member.name());
                network.deliver(member.name(), me, process, () -> words.heard(member.name(), word));
            }));
        }
        if (members.isEmpty()) words.end();
    }

    private static void confirm(ClusterSim.Incarnation peer, LeaderClaim claim, Consumer<Confirmation> reply) {
        if (peer.agent().operator().ready()) peer.agent().operator().confirm(claim, reply);
        else reply.accept(new Confirmation.Refused(Confirmation.Ground.UNKNOWN, "starting"));
    }

    private static void answer(ClusterSim.Incarnation peer, Consumer<PeerReport> reply) {
        var operator = peer.agent().operator();
        var once = new Once(reply);
        peer.process().after(PATIENCE, () -> once.say(operator, peer.process().now()));
        operator.refresh(() -> once.say(operator, peer.process().now()));
    }

    private static PeerReport report(Operator operator, Moment now) {
        if (!operator.ready()) return new PeerReport.Silent("starting");
        var tags = operator.snapshot().world().node().tags();
        var known = operator.snapshot().decision().memory().timeline();
        var permitted = now.isBefore(operator.snapshot().permit().over()) || PendingPromotion.underWay(operator.snapshot().world());
        var unfit = operator.snapshot().world().diskUnfit();
        var unwatched = operator.snapshot().world().watchdogUnfit();
        return switch (operator.snapshot().world().postgres()) {
            case PostgresState.Running r -> new PeerReport.Answered(r.primary(), true, r.timeline(), r.end(), tags, permitted, known, false, unfit, r.replication().streaming(), unwatched);
            case PostgresState.Up up -> new PeerReport.Answered(up.writable(), false, Timeline.UNKNOWN, WalPosition.ZERO, tags, permitted, known, false, unfit);
            case PostgresState.Down down -> new PeerReport.Answered(false, false, Timeline.UNKNOWN, WalPosition.ZERO, tags, permitted, known,
                    down instanceof PostgresState.NoData || down instanceof PostgresState.HalfDone, unfit);
        };
    }

    private static final class Once {
        private final Consumer<PeerReport> reply;
        private boolean said;

        private Once(Consumer<PeerReport> reply) {
            this.reply = reply;
        }

        private void say(Operator operator, Moment now) {
            if (said) return;
            said = true;
            reply.accept(report(operator, now));
        }
    }

    /// Answers of one kind, until all have come or the time is over. `silence` is what stands for one that has not.
    private static final class Round<T> {
        private final List<Member> members;
        private final T silence;
        private final Consumer<Map<MemberName, T>> reply;
        private final Map<MemberName, T> answers = new TreeMap<>();
        private boolean over;

        private Round(List<Member> members, T silence, Consumer<Map<MemberName, T>> reply) {
            this.members = members;
            this.silence = silence;
            this.reply = reply;
        }

        private void heard(MemberName name, T answer) {
            answers.putIfAbsent(name, answer);
            if (answers.size() == members.size()) end();
        }

        private void end() {
            if (over) return;
            over = true;
            for (var member : members) answers.putIfAbsent(member.name(), silence);
            reply.accept(answers);
        }
    }
}
