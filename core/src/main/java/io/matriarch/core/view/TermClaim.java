package io.matriarch.core.view;

/// The `term` key: the highest term that was ever given, and to whom. It is put in the transaction that gives the leader key to `by`, so nobody else has
/// this term; while somebody holds the leader key who is not `by`, he was given it by a program that knows of no terms.
public record TermClaim(MemberName by, Term term) {
    public static final TermClaim NONE = new TermClaim(new MemberName(""), Term.NONE);
}
