package io.matriarch.core.port;

import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The other members' agents, asked directly.
public interface Peers {
    /// Asks all at once (GET of their api_url); answers when all have, or after `within`, with a report for each.
    void ask(List<Member> members, Duration within, Consumer<Map<MemberName, PeerReport>> reply);
}
