package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who reaches whom, and how well. Tests and the nemesis change it, links ask it for each message.
final class SimNetwork {
    /// What may happen to a message to or from etcd: lost on its way, or under way for long (and carried out all the same).
    record Trouble(double lost, double slow, Duration longest) {
        static final Trouble NONE = new Trouble(0, 0, Duration.ZERO);
    }

    /// What may happen to an event of the watch.
    record Watching(double lost, double twice, Duration late) {
        static final Watching WELL = new Watching(0, 0, Duration.ofMillis(1));
    }

    /// Whose messages of one kind, in one direction, are all lost.
    static final class Lost {
        private final Set<MemberName> names = new TreeSet<>();

        void set(MemberName name, boolean lost) {
            if (lost) names.add(name);
            else names.remove(name);
        }

        boolean of(MemberName name) {
            return names.contains(name);
        }
    }

    private record Link(MemberName first, MemberName second) {
        static Link of(MemberName a, MemberName b) {
            return a.compareTo(b) < 0 ? new Link(a, b) : new Link(b, a);
        }
    }

    final Dice dice;
    /// Its own, so that who asks nobody draws nothing.
    Dice questions = new Dice(1);
    final Lost sentToEtcd = new Lost();
    final Lost heardFromEtcd = new Lost();
    final Lost sentToPeers = new Lost();
    final Lost heardFromPeers = new Lost();
    private final Set<Link> parted = new HashSet<>();
    private final Map<MemberName, Trouble> troubles = new TreeMap<>();
    private final Map<MemberName, Trouble> lateWrites = new TreeMap<>();
    private final Map<MemberName, Watching> watches = new TreeMap<>();
    private final Map<MemberName, Duration> lags = new TreeMap<>();
    boolean etcdDown;

    SimNetwork(Dice dice) {
        this.dice = dice;
    }

    void etcd(MemberName name, boolean reachable) {
        sentToEtcd.set(name, !reachable);
        heardFromEtcd.set(name, !reachable);
    }

    void part(MemberName a, MemberName b, boolean apart) {
        if (apart) parted.add(Link.of(a, b));
        else parted.remove(Link.of(a, b));
    }

    void trouble(MemberName name, Trouble trouble) {
        troubles.put(name, trouble);
    }

    void lateWrites(MemberName name, Trouble trouble) {
        lateWrites.put(name, trouble);
    }

    void watching(MemberName name, Watching watching) {
        watches.put(name, watching);
    }

    void lag(MemberName name, Duration lag) {
        lags.put(name, lag);
    }

    void heal() {
        for (var lost : List.of(sentToEtcd, heardFromEtcd, sentToPeers, heardFromPeers)) lost.names.clear();
        parted.clear();
        troubles.clear();
        lateWrites.clear();
        watches.clear();
        lags.clear();
        etcdDown = false;
    }

    boolean reachesEtcd(MemberName name) {
        return !etcdDown && !sentToEtcd.of(name) && !heardFromEtcd.of(name);
    }

    /// Whether what `from` sends arrives.
    boolean sends(MemberName from, MemberName to) {
        return from.equals(to) || !sentToPeers.of(from) && !heardFromPeers.of(to) && (parted.isEmpty() || !parted.contains(Link.of(from, to)));
    }

    /// A message from one member's agent to another's, of the kind that may be lost, late, or come twice.
    void deliver(MemberName from, MemberName to, SimProcess receiver, Runnable arrives) {
        for (var copy = questions.chance(0.05) ? 2 : 1; copy > 0; copy--) {
            var late = questions.chance(0.05) ? questions.millis(1, 4000) : questions.millis(1, 2);
            if (sends(from, to) && !questions.chance(0.01)) receiver.after(late, arrives);
        }
    }

    /// Both ways: what a connection needs.
    boolean reach(MemberName a, MemberName b) {
        return sends(a, b) && sends(b, a);
    }

    /// Whether nothing is in its way at all.
    boolean well(MemberName name) {
        return reachesEtcd(name) && !sentToPeers.of(name) && !heardFromPeers.of(name) && parted.stream().noneMatch(l -> l.first.equals(name) || l.second.equals(name))
                && troubles.getOrDefault(name, Trouble.NONE).equals(Trouble.NONE) && lateWrites.getOrDefault(name, Trouble.NONE).equals(Trouble.NONE)
                && lag(name).toMillis() <= 1;
    }

    Watching watching(MemberName name) {
        return watches.getOrDefault(name, Watching.WELL);
    }

    Duration lag(MemberName name) {
        return lags.getOrDefault(name, Duration.ofMillis(1));
    }

    /// Whether a message to etcd is lost.
    boolean losesRequest(MemberName name) {
        return etcdDown || sentToEtcd.of(name) || unlucky(name);
    }

    /// Whether a message from etcd is lost; what it answers to has been carried out.
    boolean losesReply(MemberName name) {
        return etcdDown || heardFromEtcd.of(name) || unlucky(name);
    }

    private boolean unlucky(MemberName name) {
        return dice.chance(troubles.getOrDefault(name, Trouble.NONE).lost());
    }

    Duration latency(MemberName name) {
        var trouble = troubles.getOrDefault(name, Trouble.NONE);
        return dice.chance(trouble.slow()) ? dice.millis(1, trouble.longest().toMillis() + 2) : dice.millis(1, 2);
    }

    /// How much longer a write is under way than a read.
    Duration lateWrite(MemberName name) {
        var trouble = lateWrites.getOrDefault(name, Trouble.NONE);
        return trouble.slow() > 0 && dice.chance(trouble.slow()) ? dice.millis(1, trouble.longest().toMillis() + 2) : Duration.ZERO;
    }
}
