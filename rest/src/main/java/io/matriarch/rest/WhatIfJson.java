package io.matriarch.rest;

import io.matriarch.core.ha.WhatIf.Declined;
import io.matriarch.core.ha.WhatIf.Forecast;
import io.matriarch.core.ha.WhatIf.Loss;
import io.matriarch.core.ha.WhatIf.Wait;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A forecast as JSON, for programs; under `says` the same in sentences, for people.
final class WhatIfJson {
    private WhatIfJson() {}

    static Map<String, Object> of(MemberName dead, Forecast forecast) {
        var json = new LinkedHashMap<String, Object>();
        json.put("dead", dead.value());
        switch (forecast) {
            case Forecast.Unseen(var reason) -> say(json, "unseen", "Nobody can tell: etcd does not answer this node (" + reason + "). Ask another one.");
            case Forecast.UnknownMember(var members) -> say(json, "unknown_member", "There is no member " + dead + ". Members: " + join(members) + ".");
            case Forecast.LeaderStays(var leader, var standbys) -> stays(json, dead, leader, standbys);
            case Forecast.Succession(var successors, var wait, var loss, var others) -> succession(json, dead, successors, wait, loss, others);
            case Forecast.NobodyLeads(var others) -> {
                say(json, "nobody_leads", sentences("If " + dead + " died now, nobody would lead.", others));
                json.put("others", others.stream().map(WhatIfJson::declined).toList());
            }
        }
        return json;
    }

    private static void stays(Map<String, Object> json, MemberName dead, MemberName leader, List<MemberName> standbys) {
        say(json, "leader_stays", "If %s died now, nothing would change: %s leads, and goes on.".formatted(dead, leader)
                + (standbys.isEmpty() ? " No standby would be left: the next failure would be final." : " Left to follow: " + join(standbys) + "."));
        json.put("leader", List.of(leader.value()));
        json.put("standbys", standbys.stream().map(MemberName::value).toList());
    }

    private static void succession(Map<String, Object> json, MemberName dead, List<MemberName> successors, Wait wait, Loss loss, List<Declined> others) {
        var who = successors.stream().map(MemberName::value).collect(Collectors.joining(" or "));
        var says = new ArrayList<String>();
        says.add("If %s died now, %s would lead: the lock is free after %s, and the promotion follows.".formatted(dead, who, between(wait)));
        says.add(lost(dead, who, loss));
        says.add("Cut off instead of dead, %s would go on acknowledging writes for up to %s s; those would be lost, too.".formatted(dead, seconds(loss.whenCutOff())));
        if (successors.size() > 1) says.add("They are equally good: the first to ask etcd leads.");
        say(json, "succession", sentences(String.join("\n", says), others));
        json.put("leader", successors.stream().map(MemberName::value).toList());
        json.put("after_seconds", Map.of("at_least", number(wait.atLeast()), "at_most", number(wait.atMost())));
        json.put("lost_bytes", loss.bytes());
        json.put("lost_seconds_when_cut_off", number(loss.whenCutOff()));
        json.put("others", others.stream().map(WhatIfJson::declined).toList());
    }

    private static String lost(MemberName dead, String who, Loss loss) {
        return loss.bytes() == 0 ? "Lost: nothing that is known by now; replication is asynchronous, so what %s acknowledges and %s has not received goes with it.".formatted(dead, who)
                : "Lost: %d bytes of WAL that %s has and %s has not received yet.".formatted(loss.bytes(), dead, who);
    }

    private static String between(Wait wait) {
        return wait.atLeast().equals(wait.atMost()) ? seconds(wait.atMost()) + " s" : seconds(wait.atLeast()) + " to " + seconds(wait.atMost()) + " s";
    }

    private static String sentences(String first, List<Declined> others) {
        return first + others.stream().map(o -> "\nWhy not %s: %s%s.".formatted(o.member(), o.because(), o.rule().isEmpty() ? "" : " (" + o.rule() + ")")).collect(Collectors.joining());
    }

    private static Map<String, Object> declined(Declined d) {
        var json = new LinkedHashMap<String, Object>();
        json.put("member", d.member().value());
        json.put("rule", d.rule());
        json.put("because", d.because());
        return json;
    }

    private static void say(Map<String, Object> json, String outcome, String says) {
        json.put("outcome", outcome);
        json.put("says", says);
    }

    private static String join(List<MemberName> names) {
        return names.stream().map(MemberName::value).collect(Collectors.joining(", "));
    }

    private static double number(Duration span) {
        return Math.round(span.toMillis() / 100.0) / 10.0;
    }

    private static String seconds(Duration span) {
        return String.format(Locale.ROOT, "%.1f", span.toMillis() / 1000.0);
    }
}
