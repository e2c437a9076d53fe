package io.matriarch.core.runtime;

import io.matriarch.core.port.Peers;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// One round of questions whether everybody confirms a leader: whoever has not answered after a third of the time is asked once more, and again after
/// two thirds, for one lost message would cost a primary. It ends when all have confirmed, when one refuses, or with the time. On the loop's scheduler.
final class Asking {
    private static final int TIMES = 3;
    private final Peers peers;
    private final List<Member> members;
    private final LeaderClaim claim;
    private final Consumer<RuntimeException> bugs;
    private final Consumer<Map<MemberName, Confirmation>> reply;
    private final Map<MemberName, Confirmation> words = new TreeMap<>();
    private boolean over;

    Asking(Peers peers, List<Member> members, LeaderClaim claim, Consumer<RuntimeException> bugs, Consumer<Map<MemberName, Confirmation>> reply) {
        this.peers = peers;
        this.members = members;
        this.claim = claim;
        this.bugs = bugs;
        this.reply = reply;
        for (var member : members) words.put(member.name(), new Confirmation.Silent("no answer"));
    }

    void begin(Duration within, Scheduler loop) {
        loop.after(within, this::end);
        for (var time = 1; time < TIMES; time++) {
            var spent = within.dividedBy(TIMES).multipliedBy(time);
            loop.after(spent, () -> ask(within.minus(spent)));
        }
        ask(within);
    }

    /// A bug in one question is that of an answer that is not got: the round ends with its time, once.
    private void ask(Duration within) {
        if (over) return;
        try {
            peers.confirm(members.stream().filter(m -> !accepted(m.name())).toList(), claim, within, this::heard);
        } catch (RuntimeException bug) {
            bugs.accept(bug);
        }
    }

    private void heard(Map<MemberName, Confirmation> answers) {
        answers.forEach((name, word) -> {
            if (!accepted(name)) words.put(name, word);
        });
        if (words.values().stream().anyMatch(Confirmation.Refused.class::isInstance) || words.keySet().stream().allMatch(this::accepted)) end();
    }

    private boolean accepted(MemberName name) {
        return words.get(name) instanceof Confirmation.Accepted;
    }

    private void end() {
        if (over) return;
        over = true;
        reply.accept(words);
    }
}
