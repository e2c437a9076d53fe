package io.matriarch.core.ha.promise;

/// A mistake planted into the model's protocol. Each must lose an acknowledged record somewhere, or the model is too kind to prove anything.
enum Flaw {
    NONE("the protocol as it is", new Trial(1, 1, 1, -1, false)),
    READS_BEFORE_STOP("the position is read before the WAL receiver is stopped", new Trial(2, 1, 1, -1, false)),
    ONE_PROMISE_FEWER("one promise fewer is enough", new Trial(2, 1, 1, -1, false)),
    FORGETS_OVER_CRASH("a promise is forgotten over a crash", new Trial(2, 1, 1, -1, false)),
    STREAMS_AGAIN_AFTER_RESTART("a voter that restarts streams from the old term's leader again, promise or not", new Trial(2, 1, 1, -1, false)),
    ABSENT_IS_GONE("a receiver that is not seen is taken for one that cannot come back", new Trial(2, 1, 1, -1, false)),
    ONE_LOOK_IS_ENOUGH("the position is taken from the look that found the receiver gone", new Trial(2, 1, 1, -1, false)),
    LEADS_THOUGH_BEHIND("enough promises make a leader, whatever WAL they tell of", new Trial(2, 1, 1, -1, false)),
    FOLLOWS_WITHOUT_WRITING("a voter follows a new leader without writing his term down", new Trial(2, 2, 1, 1, false)),
    POSITIONS_WITHOUT_TIMELINES("positions are compared as numbers, without timelines", new Trial(2, 1, 2, 1, false)),
    OPENS_BEFORE_SYNC("a new leader lets clients in before etcd has its voters and its timeline", new Trial(3, 3, 1, 1, true));

    final String words;
    /// A small cluster in which it shows.
    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    final Trial caught;

    Flaw(String words, Trial caught) {
        this.words = words;
        this.caught = caught;
    }
}
