/// One rule book per situation: which rule holds first decides what this node should be.
///
/// Never here: how it is done (that is the planner and the facets), an effect, a number that is not the operator's.
package io.matriarch.core.ha.rules;
