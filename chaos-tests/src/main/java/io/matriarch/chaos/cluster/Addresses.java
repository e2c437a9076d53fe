package io.matriarch.chaos.cluster;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which ports everything listens on. Nodes and etcd members are numbered from 1.
record Addresses(Network network, List<NodePorts> nodes, List<EtcdPorts> members) {

    record NodePorts(int postgres, int rest) {}

    record EtcdPorts(int client, int peer) {}

    static Addresses chosen(Network network, int nodes, int members) {
        var ports = new Ports();
        return new Addresses(network,
                IntStream.range(0, nodes).mapToObj(_ -> new NodePorts(ports.next(), ports.next())).toList(),
                IntStream.range(0, members).mapToObj(_ -> new EtcdPorts(ports.next(), ports.next())).toList());
    }

    static String etcdName(int member) {
        return "etcd" + member;
    }

    int etcdClientPort(int member) {
        return members.get(member - 1).client();
    }

    Endpoint etcdClient(int member) {
        return new Endpoint(network.etcdHost(member), etcdClientPort(member));
    }

    Endpoint etcdPeer(int member) {
        return new Endpoint(network.etcdHost(member), members.get(member - 1).peer());
    }

    List<Endpoint> etcdClients() {
        return IntStream.rangeClosed(1, members.size()).mapToObj(this::etcdClient).toList();
    }

    String etcdInitialCluster() {
        return IntStream.rangeClosed(1, members.size()).mapToObj(m -> etcdName(m) + "=http://" + etcdPeer(m))
                .collect(Collectors.joining(","));
    }

    NodePorts node(int number) {
        return nodes.get(number - 1);
    }
}
