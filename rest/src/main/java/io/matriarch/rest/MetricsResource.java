package io.matriarch.rest;

/// `/metrics`: what is measured here, and what of the page stays from scrape to scrape. On the event loop.
final class MetricsResource {
    private final String version;
    private final Decisions decisions;
    private final Timings timings;
    private Exposition.Known known = new Exposition.Known("");

    MetricsResource(String version, Decisions decisions, Timings timings) {
        this.version = version;
        this.decisions = decisions;
        this.timings = timings;
    }

    Reply get(Standing s) {
        known = known.of(Metrics.labels(s.snapshot().world().node()));
        return Reply.plain(200, Metrics.text(s, known, version, decisions, timings));
    }
}
