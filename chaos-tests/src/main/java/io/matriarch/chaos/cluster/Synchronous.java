package io.matriarch.chaos.cluster;

import java.util.Locale;

/// `synchronous_mode`: whether an acknowledged commit may be on the primary alone.
public enum Synchronous {
    OFF, ON, QUORUM;

    /// As the option and the configuration say it.
    public static Synchronous parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a cluster in this mode is ready for the loss of its primary: without that, nobody may be elected.
    boolean covered(Node standby) {
        return switch (this) {
            case OFF -> true;
            case ON -> standby.answers("/sync");
            case QUORUM -> standby.answers("/quorum");
        };
    }
}
