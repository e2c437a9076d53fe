package io.matriarch.core.view;

/// Everything this node knows of itself at one moment.
public record LocalView(PostgresState postgres, JobStatus job, LocalRequest request, UpstreamView upstream, long appliedConfigRevision) {
    public LocalView with(PostgresState state) {
        return new LocalView(state, job, request, upstream, appliedConfigRevision);
    }
}
