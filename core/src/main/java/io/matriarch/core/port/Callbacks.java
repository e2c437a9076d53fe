package io.matriarch.core.port;

import io.matriarch.core.view.Notice;

/// The operator's scripts that hear what has become of the server.
public interface Callbacks {
    /// Returns at once. Nothing that a script does, or does not do, comes back to the loop.
    void call(Notice notice);
}
