package io.matriarch.agent.config;

import io.matriarch.core.view.NodeConfig;

/// Everything the operator wrote for this node, checked and typed. `settings` is the same as it was read, to compare at a reload.
/// Printing one shows no secret.
public record AgentConfig(NodeConfig node, String namespace, RestSection rest, CtlSection ctl, EtcdSection etcd, PostgresSection postgres,
        LogSection log, WatchdogSection watchdog, OwnSection own, Settings settings) {
    /// What peers read as our version: the level of Patroni's contract that we speak (three dotted numbers).
    public static final String CONTRACT_VERSION = "4.1.4";
}
