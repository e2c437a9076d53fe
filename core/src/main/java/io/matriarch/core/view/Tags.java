package io.matriarch.core.view;

/// What the operator wants of one member. `failoverPriority` decides between equally advanced members; higher leads.
public record Tags(boolean noFailover, int failoverPriority, boolean noLoadBalance, boolean cloneFrom, boolean noSync, Document all) {
    public static final Tags NONE = new Tags(false, 1, false, false, false, Document.EMPTY);

    /// Reads Patroni's `tags`: `nofailover` wins over `failover_priority`, and a priority of 0 or less means nofailover.
    public static Tags of(Document tags) {
        var priority = (int) tags.number("failover_priority", 1);
        var said = tags.has("nofailover");
        var noFailover = said ? truth("nofailover", tags) : priority <= 0;
        return new Tags(noFailover, said && !noFailover ? Math.max(1, priority) : priority, truth("noloadbalance", tags), truth("clonefrom", tags), truth("nosync", tags), tags);
    }

    /// As Patroni reads these: any text but the empty one is true. (Our own configuration refuses a `"false"`.)
    private static boolean truth(String tag, Document tags) {
        return switch (tags.fields().get(tag)) {
            case String text -> !text.isEmpty();
            case Number number -> number.doubleValue() != 0;
            case null -> false;
            case Object other -> other.equals(true);
        };
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
