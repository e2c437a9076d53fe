/// What clients saw, and whether a cluster may have behaved so: pure functions over recorded writes.
///
/// Moments are [java.time.Duration]s since the start of the recording, on one monotonic clock (all clients live in one process).
/// Never here: a clock, a socket, a process, a file.
package io.matriarch.chaos.history;
