package io.matriarch.core.view;

/// The number of one leadership. Each is above every earlier one, and etcd gives it to one member only.
///
/// It is not the leader key's create revision, which a hand-over keeps, and which starts again when etcd is wiped. It is the content of a
/// key of its own, put in the same transaction that gives the leader key to somebody and guarded by that key's revision, as `TimelineClaim` is:
/// one above the highest number that etcd holds or this member has heard of.
public record Term(long number) implements Comparable<Term> {
    /// Before the first leadership.
    public static final Term NONE = new Term(0);

    public Term {
        if (number < 0) throw new IllegalArgumentException("a term counts from 0: " + number);
    }

    /// The number to ask etcd for, when it holds `claimed` and this member has heard of `known`.
    public static Term after(Term claimed, Term known) {
        return new Term(Math.addExact(Math.max(claimed.number, known.number), 1));
    }

    public boolean isAfter(Term other) {
        return number > other.number;
    }

    @Override
    public int compareTo(Term other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
