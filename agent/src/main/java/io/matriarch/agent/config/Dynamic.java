package io.matriarch.agent.config;

import io.matriarch.core.view.Document;
import java.nio.file.Path;

/// The dynamic configuration that an explanation goes by, and how it was come by.
public sealed interface Dynamic {
    /// What etcd holds now.
    record InEtcd(Document document) implements Dynamic {}

    /// etcd did not answer, `why` says how; this is what the node last had.
    record Copied(Document document, Path file, String why) implements Dynamic {}

    /// There is none: `bootstrap.dcs` is what a new cluster would begin with. `why`: etcd has no such key, or did not answer.
    record Unwritten(String why) implements Dynamic {}

    /// What a person should know before the values: empty when they are etcd's.
    default String remark() {
        return switch (this) {
            case InEtcd _ -> "";
            case Copied(_, var file, var why) -> why + "; the dynamic configuration is that of " + file + ", which this node had last";
            case Unwritten(var why) -> why + "; of the dynamic configuration this is what the file would begin a new cluster with";
        };
    }
}
