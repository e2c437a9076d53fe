/// Answers to "why did it do that?", "would it do it again?" and "what if?", from outside: over the journals of all members.
///
/// Lives here: finding and reading journals (REST, files), picking the record that answers, telling it in words, deciding it again.
/// Never: a change of anything; state.
package io.matriarch.agent.why;
