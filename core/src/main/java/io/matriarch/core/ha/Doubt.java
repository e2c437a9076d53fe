package io.matriarch.core.ha;

import io.matriarch.core.view.Moment;

/// Until when etcd is no witness of who may be primary: it forgot (it was wiped, or an old snapshot was restored), or this node has not
/// followed it closely enough to have seen that. `setBack`: it did forget, and nobody has proved to lead since `heartbeat` that is in it now.
public record Doubt(Moment until, boolean setBack, long heartbeat) {}
