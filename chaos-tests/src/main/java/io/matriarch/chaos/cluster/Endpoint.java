package io.matriarch.chaos.cluster;

/// Where something listens.
public record Endpoint(String host, int port) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
