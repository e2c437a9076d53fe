/// The configuration: one Patroni YAML file (or a directory of them) and `PATRONI_*` variables become one [AgentConfig], or a list of
/// everything that is wrong with it.
///
/// The way through: [ConfigSource] reads text, `YamlReader` makes a `Tree` that remembers lines, `Environment` lays variables over it,
/// `Examination` holds it against the table `KnownKeys`, `Assembly` builds the records, `Consistency` checks what concerns several keys.
/// [Explanation] says which value holds and whose it is, [Sample] is the file to begin with. [StartChecks] then looks at the machine, and touches nothing.
///
/// Never: a secret's value in a message; a YAML value that is guessed at; anything that writes.
package io.matriarch.agent.config;
