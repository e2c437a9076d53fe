/// The synchronous modes as arithmetic over sets of names: who is fit to acknowledge ([SyncChoice]), what is wanted ([Wish]), and the next single
/// step towards it ([QuorumResolver]). Two registers are changed: the `/sync` key, which says whose promises an election needs ([Votes]), and
/// synchronous_standby_names on the leader's server, which says whose acknowledgement a commit needs ([StandbyNames], [Acks]).
///
/// Never here: a rule, a plan, IO, a clock, memory between two calls. It knows facts (`view`) only.
package io.matriarch.core.ha.sync;
