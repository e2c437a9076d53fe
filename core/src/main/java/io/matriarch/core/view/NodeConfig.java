package io.matriarch.core.view;

import java.time.Duration;

/// What the local YAML says of this node, as far as decisions need it.
///
/// `bootstrap` is the dynamic configuration to start a new cluster with; `mayBootstrap` is false without a `bootstrap` section.
/// `member` are the fixed fields of the member key (`conn_url`, `api_url`, `version`, `tags`). `methods` is what `postgresql` says of ways to make a copy ([ReplicaMethods#said]).
public record NodeConfig(MemberName name, String scope, Tags tags, boolean mayBootstrap, Document bootstrap, Document member,
        boolean usePgRewind, Duration peerPatience, Document methods) {
    /// Of one that copies by pg_basebackup alone, or as the dynamic configuration says.
    public NodeConfig(MemberName name, String scope, Tags tags, boolean mayBootstrap, Document bootstrap, Document member, boolean usePgRewind, Duration peerPatience) {
        this(name, scope, tags, mayBootstrap, bootstrap, member, usePgRewind, peerPatience, Document.EMPTY);
    }
}
