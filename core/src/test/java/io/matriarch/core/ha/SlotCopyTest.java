package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.SlotCopy.Turns;
import io.matriarch.core.ha.SlotCopy.Word;
import io.matriarch.core.port.Step;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Tags;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Standbys that restart for the leader's logical slots: `a` leads and has `cdc`, `b` lacks it.
class SlotCopyTest {
    private static final Map<String, Object> CDC = Map.of("type", "logical", "database", "shop", "plugin", "pgoutput");

    private static GivenWorld lacking() {
        return cluster("a", "b", "c").lockHeldBy("a").at("b").standby(lsn(1000)).config("slots", Map.of("cdc", CDC)).publishedSlots(Map.of("cdc", lsn(500)));
    }

    private static GivenWorld says(String name, String word, GivenWorld given) {
        return given.memberSays(name, Member.OURS, Map.of(SlotCopy.FIELD, word));
    }

    /// It has said for a look that it copies.
    private static GivenWorld itsTurn() {
        return says("b", "copying", lacking());
    }

    private static Word word(GivenWorld given) {
        return SlotCopy.word(given.world());
    }

    private static void waits(GivenWorld given) {
        given.decides().byRule("others.follow").neverPlanning(Action.RunJob.class);
    }

    // ---- what it lacks

    @Test
    void it_says_that_it_copies_and_restarts_when_it_has_read_that() {
        waits(lacking());
        assertThat(word(lacking())).isEqualTo(Word.COPYING);
        var decided = itsTurn().decides().byRule("others.lacks-slots").running(JobKind.COPY_SLOTS);
        assertThat(decided.decision().plan()).anyMatch(a -> a instanceof Action.RunJob(_, var steps) && steps.get(0) instanceof Step.FetchSlots(var leader, var slots) && leader.name().value().equals("a") && slots.equals(List.of("cdc"))
                && steps.get(1) instanceof Step.Stop && steps.get(2) instanceof Step.StartStandby(Step.Upstream.Of(var upstream, _), _) && upstream.value().equals("a"));
        assertThat(word(itsTurn().job(JobKind.COPY_SLOTS))).as("until it is over").isEqualTo(Word.COPYING);
    }

    @Test
    void it_says_so_in_its_member_key() {
        assertThat(lacking().decides().decision().plan().toString()).contains("matriarch={slots=copying}");
        assertThat(lacking().publishedSlots(Map.of()).decides().decision().plan().toString()).contains("matriarch={}");
    }

    @Test
    void nothing_is_lacking_where_the_leader_has_none_or_it_may_not_lead_or_is_not_settled_or_all_rests() {
        waits(itsTurn().publishedSlots(Map.of()));
        waits(itsTurn().tags(Tags.of(new Document(Map.of("nofailover", true)))));
        waits(itsTurn().notStreaming());
        itsTurn().tags(Tags.of(new Document(Map.of("nostream", true)))).decides().neverPlanning(Action.RunJob.class);
        itsTurn().configuredUpstream("c").decides().neverPlanning(Action.RunJob.class).planning(Action.Follow.class);
        itsTurn().config("pause", true).decides().neverPlanning(Action.RunJob.class);
        assertThat(word(itsTurn().config("pause", true))).isEqualTo(Word.NOTHING);
    }

    /// A slot that goes again at once is not worth a restart at each look.
    @Test
    void after_one_try_it_waits_whatever_became_of_it() {
        waits(itsTurn().jobEnded(JobKind.COPY_SLOTS, false, Duration.ofSeconds(59)));
        itsTurn().jobEnded(JobKind.COPY_SLOTS, false, Duration.ofSeconds(60)).decides().running(JobKind.COPY_SLOTS);
        waits(itsTurn().jobEnded(JobKind.COPY_SLOTS, true, Duration.ofSeconds(299)));
        itsTurn().jobEnded(JobKind.COPY_SLOTS, true, Duration.ofSeconds(300)).decides().running(JobKind.COPY_SLOTS);
        assertThat(word(itsTurn().jobEnded(JobKind.COPY_SLOTS, false, Duration.ofSeconds(59)))).as("others may meanwhile").isEqualTo(Word.NOTHING);
    }

    @Test
    void what_the_operator_asked_for_comes_first() {
        itsTurn().local(new LocalRequest.Restart()).decides().byRule("others.operator-restart");
    }

    // ---- one after another

    @Test
    void it_waits_while_another_one_copies_or_restarts() {
        waits(says("c", "copying", itsTurn()));
        waits(itsTurn().memberState("c", "restarting"));
        assertThat(word(says("c", "copying", lacking()))).isEqualTo(Word.WANTED);
        assertThat(word(says("c", "copying", says("b", "wanted", lacking())))).isEqualTo(Word.WANTED);
    }

    @Test
    void of_two_that_want_to_the_first_by_name_does_and_of_two_that_do_the_other_takes_it_back() {
        assertThat(word(says("c", "wanted", says("b", "wanted", lacking())))).isEqualTo(Word.COPYING);
        assertThat(word(says("a", "wanted", says("b", "wanted", lacking())))).isEqualTo(Word.WANTED);
        assertThat(word(says("c", "copying", itsTurn()))).isEqualTo(Word.COPYING);
        assertThat(word(says("a", "copying", itsTurn()))).isEqualTo(Word.WANTED);
    }

    /// Every order in which three members can look, write, restart, lack something and lack nothing any more.
    @Test
    void never_two_at_once_in_whatever_order_they_look_and_write() {
        var model = new Model();
        assertThat(model.statesWithTwoAtOnce()).isZero();
        assertThat(model.seen.cardinality()).isGreaterThan(10_000);
    }

    @Test
    void everybody_has_its_turn() {
        var random = new Random(20261122);
        for (int round = 0; round < 200; round++) {
            var model = new Model();
            int state = 0;
            for (int i = 0; i < Model.MEMBERS; i++) state = Model.with(state, i, Model.LACKS);
            for (int step = 0; step < 3000 && state != 0; step++) {
                int member = random.nextInt(Model.MEMBERS);
                state = Model.restarts(state, member) ? random.nextInt(5) == 0 ? model.ends(state, member) : state : Model.looked(state, member) ? model.acts(state, member) : model.looks(state, member);
            }
            assertThat(Model.anyLacks(state)).as("round %s", round).isFalse();
        }
    }

    /// All states that can be reached, each as a number: every member's word in etcd, and of each what it read last, whether it lacks slots and whether it restarts.
    private static final class Model {
        static final int MEMBERS = 3;
        static final int LACKS = 1;
        private static final int RESTARTS = 2;
        private static final int VIEWS = 27;
        private static final int EACH = 4 * (VIEWS + 1);
        private static final List<Word> WORDS = List.of(Word.NOTHING, Word.WANTED, Word.COPYING);
        private static final List<String> NAMES = List.of("b", "c", "d");
        private final BitSet seen = new BitSet();

        private static int unit(int member) {
            int unit = VIEWS;
            for (int i = 0; i < member; i++) unit *= EACH;
            return unit;
        }

        private static int part(int state, int member) {
            return state / unit(member) % EACH;
        }

        static int with(int state, int member, int part) {
            return state + (part - part(state, member)) * unit(member);
        }

        private static int words(int state) {
            return state % VIEWS;
        }

        private static int power(int member) {
            return member == 0 ? 1 : member == 1 ? 3 : 9;
        }

        private static int saying(int state, int member, Word word) {
            return state + (WORDS.indexOf(word) - words(state) / power(member) % 3) * power(member);
        }

        static boolean looked(int state, int member) {
            return part(state, member) >= 4;
        }

        static boolean restarts(int state, int member) {
            return (part(state, member) & RESTARTS) != 0;
        }

        static boolean anyLacks(int state) {
            for (int i = 0; i < MEMBERS; i++) if ((part(state, i) & LACKS) != 0) return true;
            return false;
        }

        int looks(int state, int member) {
            return with(state, member, part(state, member) % 4 + 4 * (words(state) + 1));
        }

        /// With what it has read.
        int acts(int state, int member) {
            int view = part(state, member) / 4 - 1;
            int flags = part(state, member) % 4;
            if (flags != LACKS) return saying(with(state, member, flags), member, Word.NOTHING);
            var words = new TreeMap<MemberName, Word>();
            for (int i = 0; i < MEMBERS; i++) words.put(new MemberName(NAMES.get(i)), WORDS.get(view / power(i) % 3));
            var turns = new Turns(new MemberName(NAMES.get(member)), words);
            return saying(with(state, member, turns.isMine() ? LACKS | RESTARTS : LACKS), member, turns.next());
        }

        int ends(int state, int member) {
            return with(state, member, 0);
        }

        /// It lacks something from now on, or nothing any more.
        private static int turned(int state, int member) {
            return with(state, member, part(state, member) ^ LACKS);
        }

        long statesWithTwoAtOnce() {
            var left = new ArrayDeque<Integer>(List.of(0));
            long two = 0;
            seen.set(0);
            while (!left.isEmpty()) {
                int state = left.remove();
                int restarting = 0;
                for (int i = 0; i < MEMBERS; i++) if (restarts(state, i)) restarting++;
                if (restarting > 1) two++;
                for (int i = 0; i < MEMBERS; i++)
                    for (int next : restarts(state, i) ? new int[] {ends(state, i), with(state, i, LACKS)} : looked(state, i) ? new int[] {acts(state, i), turned(state, i)} : new int[] {looks(state, i), turned(state, i)})
                        if (!seen.get(next)) {
                            seen.set(next);
                            left.add(next);
                        }
            }
            return two;
        }
    }
}
