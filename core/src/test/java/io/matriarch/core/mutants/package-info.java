/// Planted faults: our own code with one mistake in it, run through the simulation until an oracle notices.
///
/// Never here: a switch in the product. A mutant is a text file (`core/src/test/mutants`); the product does not know of it.
package io.matriarch.core.mutants;
