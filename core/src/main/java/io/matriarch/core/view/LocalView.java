package io.matriarch.core.view;

/// Everything this node knows of itself at one moment. `founding` is the modification revision of the `initialize` key as this agent last
/// wrote it, 0 when it never did. `rebuilds` are the attempts to rebuild this copy that failed. `promised` is what its disk says,
/// `mark` the highest high-water mark that it has read. `scheduled` is the restart that an operator wants later. `leases` are those that it has had.
public record LocalView(PostgresState postgres, JobStatus job, LocalRequest request, UpstreamView upstream, long appliedConfigRevision,
        long founding, Rebuilds rebuilds, DiskView disk, Promised promised, WatchdogView watchdog, HighWater mark, ScheduledRestart scheduled, OwnLeases leases) {
    /// Of one that never promised anything, and needs no watchdog.
    public LocalView(PostgresState postgres, JobStatus job, LocalRequest request, UpstreamView upstream, long appliedConfigRevision, long founding, Rebuilds rebuilds,
            DiskView disk) {
        this(postgres, job, request, upstream, appliedConfigRevision, founding, rebuilds, disk, Promised.NOTHING, WatchdogView.FIT, HighWater.UNKNOWN);
    }

    /// Of one whose restart nobody has scheduled, and that has never had a lease.
    public LocalView(PostgresState postgres, JobStatus job, LocalRequest request, UpstreamView upstream, long appliedConfigRevision, long founding, Rebuilds rebuilds,
            DiskView disk, Promised promised, WatchdogView watchdog, HighWater mark) {
        this(postgres, job, request, upstream, appliedConfigRevision, founding, rebuilds, disk, promised, watchdog, mark, ScheduledRestart.NONE, OwnLeases.NONE);
    }

    public LocalView with(PostgresState state) {
        return new LocalView(state, job, request, upstream, appliedConfigRevision, founding, rebuilds, disk, promised, watchdog, mark, scheduled, leases);
    }
}
