package io.matriarch.core.view;

import java.time.Duration;
import java.util.List;

/// The dynamic configuration (the `config` key) as far as decisions need it, and the whole document, of which nothing is ever dropped.
public record ClusterConfig(Document document) {
    public static final ClusterConfig DEFAULT = new ClusterConfig(Document.EMPTY);
    private static final long ONE_MEBIBYTE = 1 << 20;

    /// Safe, whatever the document says ([Timing#adjusted]): a cluster may come from a Patroni that took any times.
    public Timing timing() {
        return Timing.of(document).adjusted();
    }

    public boolean paused() {
        return document.truth("pause", false);
    }

    /// Whether this cluster follows another one.
    public StandbyCluster standbyCluster() {
        return StandbyCluster.of(document);
    }

    /// Whether a primary may go on without etcd while every member that the `failsafe` key names confirms it.
    public boolean failsafeMode() {
        return document.truth("failsafe_mode", false);
    }

    /// A standby further behind the last known position of the leader than this many bytes is not promoted.
    public long maximumLagOnFailover() {
        return document.number("maximum_lag_on_failover", ONE_MEBIBYTE);
    }

    /// How long a crashed primary may try to come back where it is; zero means fail over at once.
    public Duration primaryStartTimeout() {
        return Duration.ofSeconds(aliased("primary_start_timeout", "master_start_timeout", 300));
    }

    /// How long a primary may take to stop while commits are synchronous, before it is killed for the next leader's sake; zero means as long as ever.
    public Duration primaryStopTimeout() {
        return Duration.ofSeconds(Math.max(0, aliased("primary_stop_timeout", "master_stop_timeout", 0)));
    }

    /// The `postgresql` section: parameters, pg_hba, use_pg_rewind, use_slots ...
    public Document postgresql() {
        return document.section("postgresql");
    }

    /// Whether a diverged copy may be rewound: this node's own word, or the cluster's.
    public boolean usePgRewind(NodeConfig node) {
        return node.usePgRewind() || postgresql().truth("use_pg_rewind", false);
    }

    public boolean useSlots() {
        return postgresql().truth("use_slots", true);
    }

    /// So many crashes of a primary in so much time are a loop: a fit standby does better.
    public Budget crashBudget() {
        return budget("crash", 3, Duration.ofMinutes(5));
    }

    /// So many changes of the leader that nobody asked for are enough until a person has looked; none by default.
    public Budget failoverBudget() {
        return budget("failover", 0, Duration.ofMinutes(10));
    }

    private Budget budget(String what, int count, Duration span) {
        return new Budget((int) own().number(what + "_budget", count), Duration.ofSeconds(own().number(what + "_budget_span", span.toSeconds())));
    }

    /// Whether voters that all lost a primary take the lead over without waiting for its lease (quorum mode only).
    public boolean fastFailover() {
        return own().truth("fast_failover", false);
    }

    /// How long a disk may be full, read-only or hung before its server leads no more; zero means that disks decide nothing.
    public Duration diskPatience() {
        return Duration.ofSeconds(own().number("disk_patience", 60));
    }

    /// How long the slot of a member that has gone is kept for its return; zero means for ever.
    public Duration memberSlotsTtl() {
        return Spans.of(document.text("member_slots_ttl", ""), Duration.ofMinutes(30));
    }

    /// The slots that whoever leads has, and everybody who may.
    public List<PermanentSlot> permanentSlots() {
        return SlotRules.permanent(document);
    }

    /// Whether standbys have to tell the primary which rows logical slots still need.
    public boolean logicalSlots() {
        return permanentSlots().stream().anyMatch(PermanentSlot.Logical.class::isInstance);
    }

    /// Whether this slot is somebody else's business.
    public boolean ignores(Slot slot) {
        return SlotRules.ignored(slot, document);
    }

    /// What Patroni has no word for.
    private Document own() {
        return document.section("matriarch");
    }

    private long aliased(String key, String alias, long otherwise) {
        return document.number(key, document.number(alias, otherwise));
    }
}
