package io.matriarch.core.view;

/// The `timeline` key: the highest timeline number that anybody may have made, and who may make it. PostgreSQL numbers timelines by what
/// it knows itself, so a leader that dies before anybody has seen its timeline would let the next one make the same number for another history.
///
/// `modRevision` is the revision of the key that was read; 0 when there is none, or this one is yet to be written.
public record TimelineClaim(MemberName by, Timeline number, long modRevision) {
    public static final TimelineClaim NONE = new TimelineClaim(new MemberName(""), Timeline.UNKNOWN);

    /// One to be written.
    public TimelineClaim(MemberName by, Timeline number) {
        this(by, number, 0);
    }
}
