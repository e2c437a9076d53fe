/// One concern each: what a stance asks for, minus what is already so, as actions.
///
/// Never here: a decision about who leads, an effect.
package io.matriarch.core.ha.facet;
