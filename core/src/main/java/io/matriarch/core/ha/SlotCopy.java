package io.matriarch.core.ha;

import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/// How a standby comes to the logical slots that it lacks, as predicates over one World. PostgreSQL 15 cannot make one on a standby: its state is copied, and read at the
/// next start. So each standby restarts for it, one after another.
///
/// They take turns by their member keys: each says that it copies, or that it wants to while another one does, and restarts when it has read the former of itself and of nobody
/// else. Why never two: whoever restarts has read the keys after its own word was there, and of two words one was written later, whose writer reads the other's. Where each
/// finds the other's before it has begun, the one whose name comes later takes its word back.
public final class SlotCopy {
    /// Under [Member#OURS] in the member key.
    public static final String FIELD = "slots";
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    /// One that does not stay is not worth a restart each minute.
    private static final Duration AFTER_SUCCESS = Duration.ofMinutes(5);

    private SlotCopy() {}

    /// What a member says of it in its key.
    public enum Word {
        NOTHING(""), WANTED("wanted"), COPYING("copying");

        private final String text;

        Word(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        static Word of(Member member) {
            return switch (member.data().section(Member.OURS).text(FIELD, "")) {
                case "wanted" -> WANTED;
                case "copying" -> COPYING;
                case String _ -> NOTHING;
            };
        }
    }

    /// What every member says, as `me` reads it.
    record Turns(MemberName me, Map<MemberName, Word> words) {
        Word mine() {
            return words.getOrDefault(me, Word.NOTHING);
        }

        boolean isMine() {
            return mine() == Word.COPYING && !any((_, word) -> word == Word.COPYING);
        }

        /// What to say next, by one that lacks slots.
        Word next() {
            var waits = mine() == Word.COPYING ? any((name, word) -> word == Word.COPYING && comesBefore(name))
                    : any((name, word) -> word == Word.COPYING || word == Word.WANTED && comesBefore(name));
            return waits ? Word.WANTED : Word.COPYING;
        }

        private boolean any(BiPredicate<MemberName, Word> what) {
            return words.entrySet().stream().anyMatch(said -> !said.getKey().equals(me) && what.test(said.getKey(), said.getValue()));
        }

        private boolean comesBefore(MemberName other) {
            return other.compareTo(me) < 0;
        }
    }

    /// What this member says in its key now.
    public static Word word(World w) {
        if (w.job() instanceof JobStatus.Running(var kind, _, _) && kind == JobKind.COPY_SLOTS) return Word.COPYING;
        return missing(w).isEmpty() ? Word.NOTHING : turns(w).next();
    }

    /// Whether this standby restarts for it now.
    public static boolean due(World w) {
        return !missing(w).isEmpty() && turns(w).isMine() && w.cluster().others(w.me()).stream().noneMatch(member -> member.state().equals("restarting"));
    }

    private static Turns turns(World w) {
        var words = new TreeMap<MemberName, Word>();
        for (var member : w.cluster().members()) words.put(member.name(), Word.of(member));
        return new Turns(w.me(), words);
    }

    /// Those that the leader says it has, where nothing else is to be done to this standby. None for a while after one try, whatever became of it.
    public static List<String> missing(World w) {
        if (w.job().busy() || w.config().paused() || tried(w) || !(w.postgres() instanceof Running r) || r.primary() || !receives(w, r)) return List.of();
        var there = r.facts().slots().stream().map(Slot::name).toList();
        return WantedSlots.logical(w).stream().map(PermanentSlot.Logical::name).filter(name -> !there.contains(name) && w.cluster().status().slots().containsKey(name)).toList();
    }

    /// From whom it is to receive.
    private static boolean receives(World w, Running r) {
        var from = switch (Following.of(w)) {
            case Following.Leader(var leader) -> leader.endpoint();
            case Following.LeaderInstead(var leader, _, _) -> leader.endpoint();
            case Following.Standby(var standby) -> standby.endpoint();
            case Following.Nobody _, Following.Ahead _, Following.Archive _ -> Endpoint.NOWHERE;
        };
        return from.known() && r.replication().streaming() && from.equals(r.facts().configuredUpstream()) && Vow.mayReceive(w);
    }

    private static boolean tried(World w) {
        return w.job() instanceof JobStatus.Ended(var kind, var at, var succeeded, _) && kind == JobKind.COPY_SLOTS && w.now().isBefore(at.plus(succeeded ? AFTER_SUCCESS : AFTER_FAILURE));
    }
}
