/// The loop over the ports: observe, decide, perform, record, wait. The agent gives it threads, the simulation gives it virtual time.
///
/// Never here: a rule about who leads (that is `ha`), a thread, a clock, a library.
package io.matriarch.core.runtime;
