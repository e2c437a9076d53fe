package io.matriarch.core.sim;

/// A promise was broken that nobody could have kept: all who knew better were dead, frozen or out of reach, and etcd had been made to forget it.
/// The run ends here, for nothing that follows means anything.
final class Unknowable extends AssertionError {
    private static final long serialVersionUID = 1;

    Unknowable(String oracle, String what) {
        super(oracle + ": " + what);
    }
}
