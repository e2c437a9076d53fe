package io.matriarch.agent.config;

/// `ctl`: this node as a client of the REST API, when it asks its peers and in `bin/matriarch`. Without files of its own it has the
/// server's: `restapi.certfile` and `restapi.cafile`. `insecure`: the server's certificate is not checked.
/// `username` and `password` are what peers ask for; empty where it is the same as here.
public record CtlSection(TlsFiles tls, boolean insecure, String username, Secret password) {}
