package io.matriarch.core.sim;

/// A promise was broken: the name of the oracle that noticed, and what happened.
final class Breach extends AssertionError {
    private static final long serialVersionUID = 1;

    Breach(String oracle, String what) {
        super(oracle + ": " + what);
    }
}
