/// What was decided, why, by which facts, and how it ended: kept for people, and for deciding again.
///
/// Lives here: the journal behind the port `Journal` (log lines, a ring in memory, JSON lines on disk), their form, and what never
/// gets into them (secrets). Never: anything that could hold up or break a decision; a decision that reads the journal.
package io.matriarch.agent.journal;
