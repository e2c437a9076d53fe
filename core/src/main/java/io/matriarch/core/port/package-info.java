/// What the loop needs of the world, as interfaces: adapters implement them, the simulation doubles them.
///
/// Every call returns at once and answers later, exactly once, on the loop's [Scheduler]; a call that cannot know answers so
/// within its bound. Never here: an implementation, a library type, an exception for expected trouble.
package io.matriarch.core.port;
