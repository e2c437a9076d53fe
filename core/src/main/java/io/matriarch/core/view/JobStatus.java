package io.matriarch.core.view;

/// The one long piece of work that may be under way.
public sealed interface JobStatus {
    boolean busy();

    /// Whether the last job was of this kind and failed.
    boolean failed(JobKind kind);

    record Idle() implements JobStatus {
        @Override
        public boolean busy() {
            return false;
        }

        @Override
        public boolean failed(JobKind asked) {
            return false;
        }
    }

    /// `progress` is for people: "base backup 41 %".
    record Running(JobKind kind, Moment since, String progress) implements JobStatus {
        @Override
        public boolean busy() {
            return true;
        }

        @Override
        public boolean failed(JobKind asked) {
            return false;
        }
    }

    /// The last job's end, kept until the next one starts.
    record Ended(JobKind kind, Moment at, boolean succeeded, String reason) implements JobStatus {
        @Override
        public boolean busy() {
            return false;
        }

        @Override
        public boolean failed(JobKind asked) {
            return kind == asked && !succeeded;
        }
    }

    Idle IDLE = new Idle();
}
