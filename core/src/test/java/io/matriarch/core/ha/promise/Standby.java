package io.matriarch.core.ha.promise;

/// A standby of the model, packed into the bits of an int so that millions of states fit.
///
/// `old` and `fresh` count the records that it has of the first term and, after those, of the second leader's. `upstream` is whom primary_conninfo names
/// (0 nobody, else the term of the leader), `receiving` whether the WAL receiver runs, `ending` that primary_conninfo has been emptied and the receiver
/// has not ended yet. `promised` is the term on its disk. `stage` is in memory: 0 none, 1 written, 2 quiet, and 3 and 4 the same while a look is under
/// way that has read the position `seen` already. `oldTold` and `freshTold` are how much it ever told each leader to have. `said2` and `said3` are the sets
/// of positions that it ever reported for either term: a report is never taken back, and may reach the candidate at any time.
record Standby(int old, int fresh, int upstream, boolean receiving, boolean ending, int promised, int stage, int seen, int oldTold, boolean freshTold,
        int said2, int said3) {
    static final Standby FIRST = new Standby(0, 0, 1, true, false, 1, 0, 0, 0, false, 0, 0);
    static final int POSITIONS = 6;

    static Standby of(int bits) {
        return new Standby(bits & 3, bits >> 2 & 1, bits >> 3 & 3, (bits >> 5 & 1) == 1, (bits >> 29 & 1) == 1, bits >> 6 & 3, bits >> 8 & 7, bits >> 11 & 7,
                bits >> 14 & 3, (bits >> 16 & 1) == 1, bits >> 17 & 63, bits >> 23 & 63);
    }

    int bits() {
        return old | fresh << 2 | upstream << 3 | (receiving ? 1 : 0) << 5 | promised << 6 | stage << 8 | seen << 11 | oldTold << 14
                | (freshTold ? 1 : 0) << 16 | said2 << 17 | said3 << 23 | (ending ? 1 : 0) << 29;
    }

    /// Its position as one small number.
    int position() {
        return old * 2 + fresh;
    }

    int said(int term) {
        return term == 2 ? said2 : said3;
    }

    /// Written to disk, and its leader is told.
    Standby receives(int records, int ofLeader) {
        return new Standby(records, ofLeader, upstream, receiving, ending, promised, stage, seen,
                upstream == 1 ? Math.max(oldTold, records) : oldTold, freshTold || upstream == 2 && ofLeader > 0, said2, said3);
    }

    Standby has(int records, int ofLeader) {
        return new Standby(records, ofLeader, upstream, receiving, ending, promised, stage, seen, oldTold, freshTold, said2, said3);
    }

    Standby link(int leader, boolean running) {
        return new Standby(old, fresh, leader, running, false, promised, stage, seen, oldTold, freshTold, said2, said3);
    }

    /// primary_conninfo is emptied; a receiver that runs ends some time later.
    Standby emptied() {
        return receiving ? new Standby(old, fresh, upstream, true, true, promised, stage, seen, oldTold, freshTold, said2, said3) : link(0, false);
    }

    Standby writes(int term) {
        return new Standby(old, fresh, upstream, receiving, ending, term, stage, seen, oldTold, freshTold, said2, said3);
    }

    Standby at(int newStage) {
        return new Standby(old, fresh, upstream, receiving, ending, promised, newStage, newStage > 2 ? seen : 0, oldTold, freshTold, said2, said3);
    }

    Standby looks() {
        return new Standby(old, fresh, upstream, receiving, ending, promised, stage + 2, position(), oldTold, freshTold, said2, said3);
    }

    Standby reports() {
        var said = 1 << seen;
        return new Standby(old, fresh, upstream, receiving, ending, promised, stage, seen, oldTold, freshTold,
                promised == 2 ? said2 | said : said2, promised == 3 ? said3 | said : said3).at(2);
    }
}
