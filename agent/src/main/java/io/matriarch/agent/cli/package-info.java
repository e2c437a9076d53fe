/// The command line: what `bin/matriarch` was asked to do, and the exit code that tells how it went.
///
/// Exit codes: 0 done, 1 refused or failed (the reason is on standard error), 2 wrong usage.
/// Never: logic of a command that deserves a package of its own; a library that the way to a running agent does not need.
package io.matriarch.agent.cli;
