package io.matriarch.core.sim;

import io.matriarch.core.view.WalPosition;

/// One record of WAL with everything before it. Two servers share history exactly as far as they share these objects, whatever their
/// positions and timeline numbers say.
final class Wal {
    /// 4 KiB a record: a megabyte of allowed lag is 256 records.
    private static final long SIZE = 4096;
    static final Wal START = new Wal();
    private final Wal before;
    private final long length;

    private Wal() {
        this.before = this;
        this.length = 1;
    }

    private Wal(Wal before) {
        this.before = before;
        this.length = before.length + 1;
    }

    Wal next() {
        return new Wal(this);
    }

    WalPosition end() {
        return new WalPosition(length * SIZE);
    }

    /// Whether the history that ends at `tip` contains this record.
    boolean within(Wal tip) {
        return tip.upTo(end()) == this;
    }

    /// The record of this history that ends at `end`; the whole history when that is shorter.
    Wal upTo(WalPosition end) {
        var at = this;
        while (at.end().isAfter(end) && at.length > 1) at = at.before;
        return at;
    }
}
