package io.matriarch.core.sim;

import io.matriarch.core.view.WalPosition;

/// One record of WAL with everything before it. Two servers share history exactly as far as they share these objects, whatever their
/// positions and timeline numbers say.
final class Wal {
    /// 4 KiB a record: a megabyte of allowed lag is 256 records.
    private static final long SIZE = 4096;
    static final Wal START = new Wal();
    private final Wal before;
    /// Far back, so that any record is found in a number of steps that grows with the logarithm of the distance (Myers' jump pointers).
    private final Wal jump;
    private final long length;

    private Wal() {
        this.before = this;
        this.jump = this;
        this.length = 1;
    }

    private Wal(Wal before) {
        this.before = before;
        this.jump = before.length - before.jump.length == before.jump.length - before.jump.jump.length ? before.jump.jump : before;
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
        return tip.upTo(length) == this;
    }

    /// The record of this history that ends at `end`; the whole history when that is shorter.
    Wal upTo(WalPosition end) {
        return upTo(Math.max(1, end.bytes() / SIZE));
    }

    private Wal upTo(long records) {
        var at = this;
        while (at.length > records) at = at.jump.length >= records ? at.jump : at.before;
        return at;
    }
}
