package io.matriarch.core.ha.promise;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How promises travel: what a member says of its own under `matriarch` in its member key. Patroni looks at no such field.
///
/// `term` and `candidate` are what its disk says; `timeline`, `end` and `forks` are there once its WAL receiver is gone for good: then it is a [Promise].
/// What is garbled says nothing.
public final class Ballot {
    public static final String FIELD = Member.OURS;

    private Ballot() {}

    /// Only what is on disk.
    public static Map<String, Object> of(Promised promised) {
        var fields = new LinkedHashMap<String, Object>();
        if (promised instanceof Promised.To(var term, var candidate)) {
            fields.put("term", term.number());
            fields.put("candidate", candidate.value());
        }
        return fields;
    }

    public static Map<String, Object> of(Promise promise) {
        var fields = of(new Promised.To(promise.term(), promise.candidate()));
        fields.put("timeline", promise.reach().timeline().id());
        fields.put("end", promise.reach().end().bytes());
        fields.put("forks", promise.reach().forks().stream().map(fork -> List.of(fork.ended().id(), fork.fork().bytes())).toList());
        return fields;
    }

    /// What this member says that its disk says.
    public static Promised promised(Member member) {
        var said = said(member);
        return said.number("term", 0) < 1 ? Promised.NOTHING : new Promised.To(new Term(said.number("term", 0)), new MemberName(said.text("candidate", "")));
    }

    /// Its promise as it counts in an election; none when it has not said how far its WAL reaches.
    public static List<Promise> promises(Member member) {
        var said = said(member);
        var end = new WalPosition(said.number("end", 0));
        if (!(promised(member) instanceof Promised.To(var term, var candidate)) || !end.known() || !said.has("timeline")) return List.of();
        var forks = forks(said.list("forks"));
        if (forks.size() != said.list("forks").size()) return List.of();
        return List.of(new Promise(member.name(), term, candidate, new Reach(forks, new Timeline((int) said.number("timeline", 0)), end)));
    }

    private static List<TimelineHistory.Row> forks(List<?> items) {
        var rows = new ArrayList<TimelineHistory.Row>();
        for (var item : items)
            if (item instanceof List<?> row && row.size() == 2 && row.get(0) instanceof Number ended && row.get(1) instanceof Number fork)
                rows.add(new TimelineHistory.Row(new Timeline(ended.intValue()), new WalPosition(fork.longValue()), "", "", ""));
        return rows;
    }

    private static Document said(Member member) {
        return member.data().section(FIELD);
    }
}
