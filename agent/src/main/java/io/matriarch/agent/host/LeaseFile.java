package io.matriarch.agent.host;

import io.matriarch.core.port.Leases;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.OwnLeases;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The `Leases` port on `<data_dir>.matriarch/leases`: etcd's numbers in hexadecimal, as etcdctl shows them, the newest first. A file that is damaged says nothing: then this agent
/// waits until its former lease has run out.
public final class LeaseFile implements Leases, AutoCloseable {
    private final NewestLine line;

    public LeaseFile(StateDirectory directory) {
        this(directory.leases());
    }

    LeaseFile(Path file) {
        this.line = new NewestLine(file, "matriarch leases 1");
    }

    @Override
    public OwnLeases read() {
        try {
            return new OwnLeases(Arrays.stream(line.read().split(" ")).filter(word -> !word.isEmpty()).map(word -> new LeaseId(Long.parseUnsignedLong(word, 16))).toList());
        } catch (NumberFormatException _) {
            return OwnLeases.NONE;
        }
    }

    @Override
    public void keep(OwnLeases leases) {
        line.keep(leases.ids().stream().map(lease -> Long.toHexString(lease.id())).collect(Collectors.joining(" ")));
    }

    @Override
    public void close() {
        line.close();
    }
}
