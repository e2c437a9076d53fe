package io.matriarch.core.view;

/// The `timeline` key: the highest timeline number that anybody may have made, and who may make it. PostgreSQL numbers timelines by what
/// it knows itself, so a leader that dies before anybody has seen its timeline would let the next one make the same number for another history.
public record TimelineClaim(MemberName by, Timeline number) {
    public static final TimelineClaim NONE = new TimelineClaim(new MemberName(""), Timeline.UNKNOWN);
}
