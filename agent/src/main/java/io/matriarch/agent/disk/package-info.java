/// What the agent finds out itself about the disks that the server writes to: whether they take a write, and how much room there is.
///
/// Lives here: probes, each on a thread of its own, and what their results mean over time.
/// Never: SQL, a decision, anything that waits for a disk on somebody else's thread.
package io.matriarch.agent.disk;
