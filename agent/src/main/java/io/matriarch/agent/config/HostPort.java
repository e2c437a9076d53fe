package io.matriarch.agent.config;

import java.net.Inet6Address;

/// One address that others connect to.
public record HostPort(String host, int port) {
    private static final String NAME = "[A-Za-z0-9._-]+";
    private static final String V6 = "(?:[0-9A-Fa-f]{0,4}:){1,8}(?:[0-9A-Fa-f]{0,4}|\\d+\\.\\d+\\.\\d+\\.\\d+)(?:%[A-Za-z0-9]+)?";

    /// Reads `host`, `host:port`, `[v6]:port` or a bare IPv6 address; a missing port is `otherwise`. Only for text that [#fault] accepts.
    static HostPort of(String text, int otherwise) {
        var colon = portColon(text);
        var host = colon < 0 ? text : text.substring(0, colon);
        return new HostPort(host.replaceAll("^\\[|]$", "").strip(), colon < 0 ? otherwise : Integer.parseInt(text.substring(colon + 1).strip()));
    }

    /// What is wrong with an address; empty when nothing is.
    static String fault(String text) {
        var colon = portColon(text);
        if (colon >= 0 && !isPort(text.substring(colon + 1).strip())) return "the port must be a number between 1 and 65535";
        var host = (colon < 0 ? text : text.substring(0, colon)).strip();
        return host.matches(NAME + "|\\*") || host.matches("\\[" + V6 + "]|" + V6) && literal(host) ? "" : "must be host:port, such as 10.0.0.1:5432 or [fd00::1]:5432";
    }

    private static boolean literal(String host) {
        try {
            return Inet6Address.ofLiteral(host.replaceAll("^\\[|]$|%.*", "")) != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static boolean isPort(String text) {
        return text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= 65535;
    }

    private static int portColon(String text) {
        var colon = text.lastIndexOf(':');
        return colon < text.lastIndexOf(']') || colon >= 0 && text.indexOf(':') != colon && !text.startsWith("[") ? -1 : colon;
    }

    /// Every interface, so not an address that anybody can connect to.
    boolean wildcard() {
        return host.equals("*") || host.equals("0.0.0.0") || host.equals("::");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
