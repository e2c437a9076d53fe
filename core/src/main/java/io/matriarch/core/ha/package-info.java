/// The decision: facts in, one [Decision] out. Pure and total.
///
/// Never here: IO even through a port, a clock, randomness, a log line, state that outlives a call ([Memory] is passed in and out).
package io.matriarch.core.ha;
