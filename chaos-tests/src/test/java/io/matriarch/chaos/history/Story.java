package io.matriarch.chaos.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// Writes a history by hand: who acknowledged when, and what the final primary has. Times in ms; a write takes 1 ms unless told.
final class Story {

    static final Duration BOUND = Duration.ofSeconds(5);

    private final List<Write> writes = new ArrayList<>();
    private final List<Long> rows = new ArrayList<>();
    private final List<Standstill> standstills = new ArrayList<>();
    private long nextId = 1;

    /// Acknowledged by the recorder every 10 ms, from the first to the last moment, and replicated.
    Story kept(String node, int timeline, long from, long to) {
        LongStream.iterate(from, at -> at <= to, at -> at + 10).forEach(at -> rows.add(write(Client.RECORDER, node, at, at + 1,
                new Outcome.Acknowledged(timeline))));
        return this;
    }

    /// The same, but the final primary does not have the rows.
    Story lost(String node, int timeline, long from, long to) {
        LongStream.iterate(from, at -> at <= to, at -> at + 10).forEach(at -> write(Client.RECORDER, node, at, at + 1,
                new Outcome.Acknowledged(timeline)));
        return this;
    }

    /// One acknowledged write of the probe, which is there in the end.
    Story probed(String node, int timeline, long sent, long received) {
        rows.add(write(Client.PROBE, node, sent, received, new Outcome.Acknowledged(timeline)));
        return this;
    }

    /// One write whose end nobody knows; `there` says whether the final primary has it.
    Story unknown(String node, long at, boolean there) {
        return ending(node, at, there, new Outcome.Unknown("08006 connection lost"));
    }

    /// One write that was refused.
    Story refused(String node, long at, boolean there) {
        return ending(node, at, there, new Outcome.Refused("25006 read-only transaction"));
    }

    /// All of the node stood still.
    Story still(String node, long from, long until) {
        standstills.add(new Standstill(node, Duration.ofMillis(from), Duration.ofMillis(until)));
        return this;
    }

    private Story ending(String node, long at, boolean there, Outcome outcome) {
        long id = write(Client.RECORDER, node, at, at + 1, outcome);
        if (there) {
            rows.add(id);
        }
        return this;
    }

    private long write(Client client, String node, long sent, long received, Outcome outcome) {
        writes.add(new Write(nextId, client, node, Duration.ofMillis(sent), Duration.ofMillis(received), outcome));
        return nextId++;
    }

    List<Long> rows() {
        return rows;
    }

    /// Judged with the fault at 1 s, until 20 s.
    Verdict verdict() {
        return Checker.check(history(), BOUND);
    }

    History history() {
        return new History(writes, rows, standstills, Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    List<String> violations() {
        return Judgement.violations(verdict(), false, false);
    }
}
