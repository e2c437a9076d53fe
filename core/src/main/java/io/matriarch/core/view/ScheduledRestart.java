package io.matriarch.core.view;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A restart of this server that is to come. It lives in this agent's memory and is shown in its member key: another agent's, or one after this, knows nothing of it.
public sealed interface ScheduledRestart {
    record None() implements ScheduledRestart {}

    /// `asked` is the request: `schedule` and the conditions. `due` is its time by this node's clock. `startedAt` is since when the server that it was
    /// meant for runs: once another one runs there, what was wanted has happened. Empty when that is not known.
    record At(Document asked, Moment due, String startedAt) implements ScheduledRestart {
        /// ISO text, as it was asked for.
        public String schedule() {
            return asked.text("schedule", "");
        }

        public At dueAt(Moment now) {
            return new At(asked, now, startedAt);
        }

        /// How long the server may take to come back; zero when that was not said.
        public Duration within() {
            return Spans.of(asked.text("timeout", ""), Duration.ZERO);
        }

        public RestartFilter filter() {
            return RestartFilter.of(asked);
        }

        /// Whether the server has been started again since.
        public boolean overtaken(PostgresState postgres) {
            return !startedAt.isEmpty() && postgres instanceof PostgresState.Running r && !r.facts().startedAt().equals(startedAt);
        }

        /// As the member key shows it (contract 1.3.1).
        public Map<String, Object> published() {
            var shown = new LinkedHashMap<>(asked.fields());
            shown.put("postmaster_start_time", startedAt);
            return shown;
        }
    }

    None NONE = new None();
}
