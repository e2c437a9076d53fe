package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Free loopback ports below the kernel's ephemeral range: a node that restarts must find its port free, and an outgoing
/// connection of somebody else could otherwise sit on it.
final class Ports {

    private static final int LOWEST = 12_000;
    private static final int EPHEMERAL = 32_768;

    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Set<Integer> given = new HashSet<>();

    int next() {
        for (;;) {
            int port = random.nextInt(LOWEST, EPHEMERAL);
            if (free(port) && given.add(port)) {
                return port;
            }
        }
    }

    private static boolean free(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
