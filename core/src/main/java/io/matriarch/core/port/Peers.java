package io.matriarch.core.port;

import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The other members' agents, asked directly.
public interface Peers {
    /// Asks all at once (GET of their api_url); answers when all have, or after `within`, with a report for each.
    void ask(List<Member> members, Duration within, Consumer<Map<MemberName, PeerReport>> reply);

    /// Tells all at once that this member leads (POST of their `/failsafe`); answers when all have, or after `within`, with a word of each. Whoever knows no
    /// such question confirms nobody.
    default void confirm(List<Member> members, LeaderClaim claim, Duration within, Consumer<Map<MemberName, Confirmation>> reply) {
        reply.accept(members.stream().collect(Collectors.toMap(Member::name, _ -> new Confirmation.Silent("not asked"))));
    }
}
