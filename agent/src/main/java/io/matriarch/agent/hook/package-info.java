/// The operator's own programs: callbacks, `pre_promote`, `before_stop`, scripts that make a copy or a cluster. How they are run and ended (how they are written: [io.matriarch.core.view.ScriptCommand]).
///
/// Lives here: a run and how it ended, the slots of the callbacks.
/// Never: a shell; a decision; a wait that the loop takes part in; anything of PostgreSQL's.
///
/// A script gets the agent's environment without what is the agent's own (`PATRONI_*`, `MATRIARCH_*`) and without libpq's variables, which its caller may add again.
package io.matriarch.agent.hook;
