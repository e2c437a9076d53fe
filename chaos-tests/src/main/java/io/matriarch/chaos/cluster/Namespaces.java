package io.matriarch.chaos.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Every node and every etcd member in a network namespace of its own, with two links: `cluster` (10.76.LANE.0/24: etcd, replication,
/// agent to agent) and `client` (10.77.LANE.0/24: we). Both bridges live in a namespace of their own, since a host that runs
/// Docker filters bridged packets.
///
/// Longer than most files here: the addresses, the wiring and the cuts only make sense together.
///
/// A cut sends the packets of one pair of addresses to a hardware address that nobody has: they leave and arrive nowhere, without an error to
/// the sender, which is what a broken switch does. A blackhole route would tell the sender at once, and a firewall may not be there.
public final class Namespaces implements Network {

    private static final String NOBODY = "02:00:00:00:00:01";
    private static final int ETCD = 100;
    private static final int WE = 254;

    private final int lane;
    private final int nodes;
    private final int members;

    /// Makes the namespaces and links. Lanes keep clusters that run at once apart; needs root.
    public Namespaces(int nodes, int members) {
        this.lane = Ip.freeLane();
        this.nodes = nodes;
        this.members = members;
        Ip.run("netns", "add", name("sw"));
        List.of("A", "B").forEach(this::bridge);
        Ip.run("link", "add", name("h"), "type", "veth", "peer", "name", "host", "netns", name("sw"));
        Ip.run("-n", name("sw"), "link", "set", "host", "master", "brB");
        Ip.run("-n", name("sw"), "link", "set", "host", "up");
        Ip.run("addr", "add", client(WE) + "/24", "dev", name("h"));
        Ip.run("link", "set", name("h"), "up");
        places().forEach(this::place);
    }

    private List<Integer> places() {
        var all = new ArrayList<>(IntStream.rangeClosed(1, nodes).boxed().toList());
        IntStream.rangeClosed(1, members).forEach(member -> all.add(ETCD + member));
        return all;
    }

    private void bridge(String link) {
        Ip.run("-n", name("sw"), "link", "add", "br" + link, "type", "bridge");
        Ip.run("-n", name("sw"), "link", "set", "br" + link, "up");
    }

    private void place(int address) {
        var inside = name(address);
        Ip.run("netns", "add", inside);
        Ip.run("-n", inside, "link", "set", "lo", "up");
        connect(inside, "A", "cluster", cluster(address), address);
        connect(inside, "B", "client", client(address), address);
    }

    private void connect(String inside, String link, String device, String ip, int address) {
        var port = "p" + link + address;
        Ip.run("-n", name("sw"), "link", "add", port, "type", "veth", "peer", "name", device, "netns", inside);
        Ip.run("-n", name("sw"), "link", "set", port, "master", "br" + link);
        Ip.run("-n", name("sw"), "link", "set", port, "up");
        Ip.run("-n", inside, "addr", "add", ip + "/24", "dev", device);
        Ip.run("-n", inside, "link", "set", device, "up");
    }

    private String name(Object what) {
        return Ip.PREFIX + lane + "-" + what;
    }

    private String cluster(int address) {
        return "10.76." + lane + "." + address;
    }

    private String client(int address) {
        return "10.77." + lane + "." + address;
    }

    @Override
    public String nodeHost(int node) {
        return cluster(node);
    }

    @Override
    public String nodeHostForClients(int node) {
        return client(node);
    }

    @Override
    public String etcdHost(int member) {
        return cluster(ETCD + member);
    }

    @Override
    public String etcdHostForClients(int member) {
        return client(ETCD + member);
    }

    @Override
    public String listenHost() {
        return "0.0.0.0";
    }

    @Override
    public List<String> insideNode(int node) {
        return List.of("ip", "netns", "exec", name(node));
    }

    @Override
    public List<String> insideEtcd(int member) {
        return insideNode(ETCD + member);
    }

    @Override
    public void cut(int node, Link link) {
        for (int other : others(node, link)) {
            deafen(node, other);
            deafen(other, node);
        }
    }

    @Override
    public void heal(int node, Link link) {
        for (int other : others(node, link)) {
            Ip.run("-n", name(node), "neigh", "del", cluster(other), "dev", "cluster");
            Ip.run("-n", name(other), "neigh", "del", cluster(node), "dev", "cluster");
        }
    }

    private void deafen(int here, int there) {
        Ip.run("-n", name(here), "neigh", "replace", cluster(there), "lladdr", NOBODY, "dev", "cluster", "nud", "permanent");
    }

    private List<Integer> others(int node, Link link) {
        return places().stream().filter(address -> address != node)
                .filter(address -> switch (link) {
                    case ETCD -> address > ETCD;
                    case PEERS -> address < ETCD;
                    case BOTH -> true;
                }).toList();
    }

    @Override
    public void close() {
        places().forEach(address -> Ip.tryRun("netns", "del", name(address)));
        Ip.tryRun("netns", "del", name("sw"));
        Ip.tryRun("link", "del", name("h"));
    }
}
