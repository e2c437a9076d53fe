package io.matriarch.agent.cli;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.core.view.Member;
import java.util.List;

/// The members of a cluster by etcd, for commands that find no agent.
@FunctionalInterface
public interface MemberLookup {
    /// Nobody when etcd does not answer.
    List<Member> members(AgentConfig config);
}
