/// The clients of the cluster under test: one that writes like an application, one on every node that tries to write whatever the node
/// says of itself, and the look at whether the cluster is whole.
///
/// Every wait has a limit on the client's side, since servers are frozen and links are cut. Never here: a signal, a judgement.
package io.matriarch.chaos.client;
