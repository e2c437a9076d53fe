/// The `Dcs` port on etcd v3: keys, leases and guarded transactions in Patroni's layout.
///
/// Lives here: jetcd, deadlines, fail-over between endpoints, the JSON of the keys.
/// Never: a decision about who leads, a compare-and-set that is sent twice, a wait without a deadline.
package io.matriarch.dcs;
