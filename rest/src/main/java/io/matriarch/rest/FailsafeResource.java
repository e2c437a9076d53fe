package io.matriarch.rest;

/// `/failsafe`: the members a leader would ask while etcd is dark. Nobody is confirmed as leader here yet: failsafe mode is not built.
final class FailsafeResource {
    private FailsafeResource() {}

    static Reply get(Standing s) {
        var members = s.cluster().failsafe();
        return members.fields().isEmpty() ? Reply.error(502, "there is no failsafe topology") : Reply.json(200, members.fields());
    }

    static Reply post(Standing s) {
        return s.primary() ? Reply.text(500, "Running as a leader") : Reply.error(502, "Failsafe mode is not enabled");
    }
}
