/// The cluster under test: etcd members, agents and PostgreSQL servers as processes of an ordinary user, on loopback or in network
/// namespaces, and what can be done to them: start, signal, cut, heal, end.
///
/// Every process is known by its id and start time, and ended by it. Never here: a judgement of what the cluster did.
package io.matriarch.chaos.cluster;
