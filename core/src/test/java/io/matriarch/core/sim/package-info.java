/// A cluster on virtual time: the real loop, decider, executor and leash over simulated etcd, servers and guardians.
///
/// Never here: a real clock, thread or process. A run is wholly determined by its script.
package io.matriarch.core.sim;
