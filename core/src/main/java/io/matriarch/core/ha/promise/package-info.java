/// Promises: why no acknowledged commit of the quorum mode is lost by an election, whatever clocks, pauses and fences do (safety.md 1.3, I2 (b)-(d)).
///
/// A member that is asked for term T writes down that it promises it, ends its WAL receiver, sees that it is gone, and only then says how far its
/// WAL reaches ([Voter], [Voting]). From then on the former primary cannot count it. When so many of N voters have promised that fewer than k are
/// left, the former primary can acknowledge nothing more, and each commit that it did acknowledge is in the WAL of one of them: a
/// candidate whose WAL holds what all of them have loses nothing ([Election]). The proof by exhaustion is the test `PromiseModelTest`.
///
/// Lives here: pure judgement over values. Never: a file, a socket, a clock, SQL, or a word on when to hold an election.
package io.matriarch.core.ha.promise;
