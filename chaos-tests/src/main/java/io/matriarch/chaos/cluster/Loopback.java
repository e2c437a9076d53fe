package io.matriarch.chaos.cluster;

import java.util.List;

/// Everything on 127.0.0.1: no privileges needed, nothing can be cut.
public record Loopback() implements Network {

    private static final String HOST = "127.0.0.1";

    @Override
    public String nodeHost(int node) {
        return HOST;
    }

    @Override
    public String nodeHostForClients(int node) {
        return HOST;
    }

    @Override
    public String etcdHost(int member) {
        return HOST;
    }

    @Override
    public String etcdHostForClients(int member) {
        return HOST;
    }

    @Override
    public String listenHost() {
        return HOST;
    }

    @Override
    public List<String> insideNode(int node) {
        return List.of();
    }

    @Override
    public List<String> insideEtcd(int member) {
        return List.of();
    }

    @Override
    public void cut(int node, Link link) {
        throw new UnsupportedOperationException("loopback cannot be cut: run as root, with network namespaces");
    }

    @Override
    public void heal(int node, Link link) {
        // never cut
    }

    @Override
    public void close() {
        // nothing was made
    }
}
