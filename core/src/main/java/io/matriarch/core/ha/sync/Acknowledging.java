package io.matriarch.core.ha.sync;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;

/// What outlives a tick of how this server's commits are acknowledged.
///
/// `names` is what it has said since `since` that commits wait for; `mark` is how far it had flushed once that was in force for certain (unknown before),
/// and `caughtUp` are those who have flushed as much since. `sentOver` is the modification revision of the key over which another was last sent,
/// `asked` the names that were last asked for: what came of either is seen by looking again.
public record Acknowledging(String names, Moment since, WalPosition mark, NameSet caughtUp, Past past, long sentOver, String asked) {
    /// Every process of the server has read its files again by then; Patroni waits as long.
    static final Duration RELOADS = Duration.ofSeconds(2);
    private static final long NOTHING_SENT = -1;
    private static final String NOTHING_ASKED = "?";
    /// Of a server of which nothing was seen yet: a primary may have let commits through that `/sync` knows nothing of.
    public static final Acknowledging UNKNOWN = new Acknowledging(NOTHING_ASKED, new Moment(0), WalPosition.ZERO, NameSet.NONE, Past.OPEN, NOTHING_SENT, NOTHING_ASKED);

    /// After one more look at this server, and at the key.
    public Acknowledging after(MemberName me, Running server, SyncState key, Moment now) {
        var same = server.facts().commits().names().equals(names);
        var seen = same ? this : new Acknowledging(server.facts().commits().names(), now, WalPosition.ZERO, NameSet.NONE, past, sentOver, asked);
        return server.primary() ? seen.marked(server, now).judged(me, key) : seen.asStandby();
    }

    /// Whoever is promoted later has all that was acknowledged before, and so have the voters. What its files say then is in force at once: no session
    /// of a client is older.
    private Acknowledging asStandby() {
        return new Acknowledging(names, new Moment(0), WalPosition.ZERO, NameSet.NONE, Past.COVERED, sentOver, asked);
    }

    /// The server is not up, or is about to go down: when it opens it may show what nobody has confirmed, so everybody has to catch up with its end anew.
    public Acknowledging down() {
        return new Acknowledging(names, since, WalPosition.ZERO, NameSet.NONE, past, sentOver, asked);
    }

    private Acknowledging marked(Running server, Moment now) {
        if (!settled(now)) return this;
        var from = mark.known() ? mark : server.end();
        return new Acknowledging(names, since, from, caughtUp.plus(SyncChoice.caughtUp(server.replication().followers(), from)), past, sentOver, asked);
    }

    private Acknowledging judged(MemberName me, SyncState key) {
        return new Acknowledging(names, since, mark, caughtUp, past.after(inForce(me, key)), sentOver, asked);
    }

    /// Another key was sent over that of `revision`.
    public Acknowledging sent(long revision) {
        return new Acknowledging(names, since, mark, caughtUp, past, revision, asked);
    }

    public Acknowledging asked(StandbyNames other) {
        return new Acknowledging(names, since, mark, caughtUp, past, sentOver, other.text());
    }

    /// Whether every process of the server acts by the names that it says.
    public boolean settled(Moment now) {
        return !now.isBefore(since.plus(RELOADS));
    }

    public InForce inForce(MemberName me, SyncState key) {
        var doubt = key.modRevision() == sentOver ? InForce.Doubt.KEY
                : asked.equals(NOTHING_ASKED) || asked.equals(names) ? InForce.Doubt.NOTHING : InForce.Doubt.NAMES;
        return new InForce(me, key, StandbyNames.read(names), caughtUp, past, doubt);
    }
}
