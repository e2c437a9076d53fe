package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import java.time.Duration;
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

    final Dice dice;
    private final Set<MemberName> withoutEtcd = new TreeSet<>();
    private final Set<MemberName> withoutPeers = new TreeSet<>();
    private final Map<MemberName, Trouble> troubles = new TreeMap<>();
    private final Map<MemberName, Watching> watches = new TreeMap<>();
    private final Map<MemberName, Duration> lags = new TreeMap<>();
    boolean etcdDown;

    SimNetwork(Dice dice) {
        this.dice = dice;
    }

    void etcd(MemberName name, boolean reachable) {
        if (reachable) withoutEtcd.remove(name);
        else withoutEtcd.add(name);
    }

    void peers(MemberName name, boolean reachable) {
        if (reachable) withoutPeers.remove(name);
        else withoutPeers.add(name);
    }

    void trouble(MemberName name, Trouble trouble) {
        troubles.put(name, trouble);
    }

    void watching(MemberName name, Watching watching) {
        watches.put(name, watching);
    }

    void lag(MemberName name, Duration lag) {
        lags.put(name, lag);
    }

    void heal() {
        withoutEtcd.clear();
        withoutPeers.clear();
        troubles.clear();
        watches.clear();
        lags.clear();
        etcdDown = false;
    }

    boolean reachesEtcd(MemberName name) {
        return !etcdDown && !withoutEtcd.contains(name);
    }

    boolean reach(MemberName a, MemberName b) {
        return a.equals(b) || !withoutPeers.contains(a) && !withoutPeers.contains(b);
    }

    /// Whether nothing is in its way at all.
    boolean well(MemberName name) {
        return reachesEtcd(name) && !withoutPeers.contains(name) && troubles.getOrDefault(name, Trouble.NONE).equals(Trouble.NONE)
                && lag(name).toMillis() <= 1;
    }

    Watching watching(MemberName name) {
        return watches.getOrDefault(name, Watching.WELL);
    }

    Duration lag(MemberName name) {
        return lags.getOrDefault(name, Duration.ofMillis(1));
    }

    /// Whether a message to or from etcd is lost.
    boolean loses(MemberName name) {
        return !reachesEtcd(name) || dice.chance(troubles.getOrDefault(name, Trouble.NONE).lost());
    }

    Duration latency(MemberName name) {
        var trouble = troubles.getOrDefault(name, Trouble.NONE);
        return dice.chance(trouble.slow()) ? dice.millis(1, trouble.longest().toMillis() + 2) : dice.millis(1, 2);
    }
}
