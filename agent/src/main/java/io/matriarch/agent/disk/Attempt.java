package io.matriarch.agent.disk;

import io.matriarch.core.view.DiskView.DiskTrouble;

/// One try to write to a disk. May take as long as it takes.
@FunctionalInterface
public interface Attempt {
    Result run();

    sealed interface Result {
        /// There is nothing to write to yet.
        record Skipped() implements Result {}

        record Written() implements Result {}

        record Refused(DiskTrouble trouble, String reason) implements Result {}
    }
}
