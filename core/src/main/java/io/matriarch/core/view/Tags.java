package io.matriarch.core.view;

/// What the operator wants of one member. `failoverPriority` decides between equally advanced members; higher leads.
public record Tags(boolean noFailover, int failoverPriority, boolean noLoadBalance, boolean cloneFrom, boolean noSync, Document all) {
    public static final Tags NONE = new Tags(false, 1, false, false, false, Document.EMPTY);

    /// Reads Patroni's `tags`: `nofailover` wins over `failover_priority`, and a priority of 0 or less means nofailover.
    public static Tags of(Document tags) {
        var priority = (int) tags.number("failover_priority", 1);
        var noFailover = tags.has("nofailover") ? tags.truth("nofailover", false) : priority <= 0;
        return new Tags(noFailover, priority, tags.truth("noloadbalance", false), tags.truth("clonefrom", false),
                tags.truth("nosync", false), tags);
    }

    /// The member that this one is to receive from, if any; a name that no member has, otherwise.
    public MemberName replicateFrom() {
        return new MemberName(all.text("replicatefrom", ""));
    }

    /// Whether it lives on the WAL archive alone.
    public boolean noStream() {
        return all.truth("nostream", false);
    }
}
