package io.matriarch.core.view;

import java.util.HashSet;
import java.util.List;

/// Who is to receive from whom by the tags `replicatefrom`, while `leader` leads: its own tag says nothing then.
public record Upstreams(MemberName leader, List<Member> members) {
    public Upstreams {
        members = List.copyOf(members);
    }

    /// Whether the tags lead back to `member`, whose own names `from`. Whoever is in a circle follows the leader, whoever hangs on one is served from there.
    public boolean inCircle(MemberName member, MemberName from) {
        var seen = new HashSet<MemberName>();
        for (var at = from; !at.equals(leader) && seen.add(at); at = of(at)) if (at.equals(member)) return true;
        return false;
    }

    /// Nobody, of one that is no member.
    private MemberName of(MemberName name) {
        return members.stream().filter(member -> member.name().equals(name)).map(member -> member.tags().replicateFrom()).findFirst().orElse(new MemberName(""));
    }
}
