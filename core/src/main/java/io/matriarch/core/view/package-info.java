/// Facts, immutable: what etcd, the local server, the peers and the clock said, as records.
///
/// Never here: a decision, an effect, a clock, a library. Everything is a value that can be written down and read back.
package io.matriarch.core.view;
