package io.matriarch.rest;

import io.matriarch.core.runtime.Operator;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Member;
import io.matriarch.rest.RestConfig.Allowed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// From where something may be changed. Addresses are compared at once; what names mean is asked only for who is no address of the list ([HostNames]):
/// a name server that hangs holds up nobody else. The members are those that etcd named last.
final class Allowlist {
    private final HostNames lookups;
    private final Allowed allowed;
    private final Operator operator;
    private final List<Network> networks;
    private final List<String> names;

    Allowlist(Vertx vertx, Allowed allowed, Operator operator) {
        this.lookups = new HostNames(vertx);
        this.allowed = allowed;
        this.operator = operator;
        this.networks = allowed.entries().stream().flatMap(entry -> Network.of(entry).stream()).toList();
        this.names = allowed.entries().stream().filter(entry -> Network.of(entry).isEmpty()).toList();
    }

    /// Whether this client may, on the caller's event loop.
    Future<Boolean> admits(String client) {
        return allowed.entries().isEmpty() && !allowed.members() ? Future.succeededFuture(true) : listed(client);
    }

    /// Whether a member's claim to lead is heard: `allowlist_include_members` alone turns nobody away, for who is a member is not known while etcd is dark.
    Future<Boolean> hears(String client) {
        return allowed.entries().isEmpty() ? Future.succeededFuture(true) : listed(client);
    }

    private Future<Boolean> listed(String client) {
        var address = InetAddress.ofLiteral(client);
        var hosts = Stream.concat(names.stream(), members()).toList();
        var literal = Stream.concat(networks.stream(), hosts.stream().flatMap(host -> Network.of(host).stream()));
        if (literal.anyMatch(network -> network.has(address))) return Future.succeededFuture(true);
        var unknown = hosts.stream().filter(host -> Network.of(host).isEmpty()).toList();
        return unknown.isEmpty() ? Future.succeededFuture(false) : lookups.addresses(unknown).map(meant -> meant.contains(address));
    }

    private Stream<String> members() {
        if (!allowed.members()) return Stream.of();
        var snapshot = operator.snapshot();
        var cluster = snapshot.world().dcs() instanceof DcsView.Reachable(var seen, _, _) ? seen : snapshot.decision().memory().cluster();
        return cluster.members().stream().map(Allowlist::host).filter(host -> !host.isEmpty());
    }

    private static String host(Member member) {
        try {
            return Objects.requireNonNullElse(URI.create(member.apiUrl()).getHost(), "").replaceAll("[\\[\\]]", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
