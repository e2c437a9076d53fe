package io.matriarch.chaos.cluster;

import java.util.List;

/// How nodes (numbered from 1) and etcd members (numbered from 1) reach each other, and how we reach them.
public sealed interface Network extends AutoCloseable permits Loopback, Namespaces {

    /// Where peers find the node.
    String nodeHost(int node);

    /// Where clients find the node.
    String nodeHostForClients(int node);

    /// Where the agents find the etcd member.
    String etcdHost(int member);

    /// Where we find the etcd member.
    String etcdHostForClients(int member);

    /// What a process there listens on: every address of its place.
    String listenHost();

    /// The words before a command that is to run where the node is.
    List<String> insideNode(int node);

    /// The words before a command that is to run where the etcd member is.
    List<String> insideEtcd(int member);

    /// Drops everything silently between the node and the other ends of the link, in both directions.
    void cut(int node, Link link);

    /// Undoes `cut`.
    void heal(int node, Link link);

    @Override
    void close();
}
