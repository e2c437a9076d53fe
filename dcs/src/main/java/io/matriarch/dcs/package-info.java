/// The `Dcs` port on etcd v3: keys, leases and guarded transactions in Patroni's layout.
///
/// Lives here: etcd's protocol, deadlines, fail-over between endpoints, the JSON of the keys.
/// Never: a decision about who leads, a compare-and-set that is sent twice, a wait without a deadline.
///
/// A call goes `EtcdDcs` → `Writes` (what may be repeated) → `Transactions` (what must hold) → `Endpoints` (where to) →
/// `EtcdEndpoint` → `UnaryCall` (one call, one `Answer`), and back as an `Answer`, which `Outcomes` reads.
///
/// `Discovery` knows where the members are, when DNS says it: `SrvLookup` asks, `Members` opens, `Endpoints` goes on with them.
///
/// Of jetcd only the generated protocol and stubs are used (jetcd-grpc), one gRPC channel for each endpoint. Its client above them has no
/// compare on a lease, no deadlines, repeats on its own, lets a frozen member take its share of the calls for 40 s, and its watch may
/// skip events after a second break.
package io.matriarch.dcs;
