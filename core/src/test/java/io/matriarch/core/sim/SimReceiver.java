package io.matriarch.core.sim;

import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.List;

/// A standby's WAL receiver. Like PostgreSQL's it asks by timeline number and position and looks at no content: whoever lets it follow
/// another history of the same number makes a corrupt copy, which [Invariants] notices.
final class SimReceiver {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private final SimServer mine;
    private boolean under;
    private WalPosition last = WalPosition.ZERO;

    private record Sent(Wal wal, int timeline, List<TimelineHistory.Row> forks) {}

    SimReceiver(SimServer mine) {
        this.mine = mine;
    }

    void begin() {
        last = WalPosition.ZERO;
    }

    /// How far the last stream since the start came.
    WalPosition last() {
        return last;
    }

    /// Whether the upstream is there and agrees to send from where this server ends.
    boolean receives() {
        var source = mine.source;
        return source != mine && mine.alive() && mine.standby && !mine.promotionUnderWay() && source.running() && mine.box.acts() && source.box.acts()
                && mine.network.reach(mine.name, source.name) && agrees(source);
    }

    private boolean agrees(SimServer source) {
        if (source.timeline == mine.timeline) return !mine.wal.end().isAfter(source.wal.end());
        return source.forks.stream().anyMatch(row -> row.ended().id() == mine.timeline && !mine.wal.end().isAfter(row.fork()));
    }

    void tellFollowers() {
        for (var other : mine.all.values()) if (other.source == mine && other != mine) other.receiver.pull();
    }

    /// A fast shutdown ends only when whoever streams has everything.
    void flushFollowers() {
        for (var other : mine.all.values()) if (other.source == mine && other.receiver.receives()) other.receiver.take(sent(mine));
    }

    /// Fetches what there is, one message at a time. What was under way when one of the two ended is lost with the connection.
    void pull() {
        if (under || !mine.alive() || !mine.standby) return;
        under = true;
        var flowing = receives();
        if (flowing) last = mine.wal.end();
        var source = mine.source;
        var sent = sent(source);
        var life = mine.life;
        var its = source.life;
        mine.box.after(flowing ? mine.network.lag(mine.name) : RETRY, () -> {
            under = false;
            if (flowing && mine.life == life && mine.source == source && source.life == its && receives()) take(sent);
            if (!receives() || mine.source.wal != mine.wal) pull();
        });
    }

    /// Connections outlive the pause of a machine: whoever received from this server goes on in the same instant.
    void resumeFollowers() {
        for (var other : mine.all.values()) {
            if (other.source != mine || other == mine) continue;
            other.receiver.under = false;
            other.receiver.pull();
        }
    }

    private static Sent sent(SimServer source) {
        return new Sent(source.wal, source.timeline, source.forks);
    }

    private void take(Sent sent) {
        if (!sent.wal.end().isAfter(mine.wal.end()) && mine.timeline >= sent.timeline) {
            confirm(mine.source);
            return;
        }
        if (mine.source != mine && mine.source.standby) mine.cascadedAt = mine.box.now();
        if (leavesTooEarly(sent)) {
            mine.kill(true);
            return;
        }
        mine.invariants.received(mine, sent.wal);
        mine.wal = sent.wal;
        last = sent.wal.end();
        mine.timeline = sent.timeline;
        mine.forks = sent.forks;
        mine.comeUp();
        tellFollowers();
        confirm(mine.source);
    }

    /// Also when a stream begins: whoever comes back says how much it has.
    private void confirm(SimServer source) {
        if (source == mine || !source.commits.counts()) return;
        var has = mine.wal;
        var its = source.life;
        mine.box.after(mine.network.lag(mine.name), () -> {
            if (source.life == its && receives() && mine.source == source) source.commits.flushed(mine.name, has);
        });
    }

    /// Recovery panics at a change of timeline before it has what its copy needs: "unexpected timeline ID ... before reaching minimum recovery point".
    private boolean leavesTooEarly(Sent sent) {
        return !mine.consistent() && sent.forks.stream().anyMatch(row -> row.ended().id() == mine.timeline && mine.consistentAt.end().isAfter(row.fork()));
    }
}
