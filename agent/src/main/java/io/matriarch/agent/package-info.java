/// The program: `Main`, and the wiring of core, dcs, rest and the local server into one process.
///
/// Lives here: threads and who owns them, start and stop.
/// Never: a rule of high availability; those live in `io.matriarch.core.ha`.
package io.matriarch.agent;
