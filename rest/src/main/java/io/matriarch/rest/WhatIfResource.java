package io.matriarch.rest;

import io.matriarch.core.ha.WhatIf;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/// `GET /whatif?dead=MEMBER`: asks all members how far they are, and answers who would lead if that one died now. Changes nothing.
final class WhatIfResource {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private final RestPorts ports;

    WhatIfResource(RestPorts ports) {
        this.ports = ports;
    }

    void get(String dead, Consumer<Reply> reply) {
        if (dead.isEmpty()) {
            reply.accept(Reply.error(400, "Bad request: whatif?dead=MEMBER"));
            return;
        }
        ports.peers().ask(ports.operator().snapshot().world().cluster().others(ports.operator().snapshot().world().me()), PATIENCE, reports -> reply.accept(answer(new MemberName(dead), reports)));
    }

    /// By the newest facts: the peers have just told theirs.
    private Reply answer(MemberName dead, Map<MemberName, PeerReport> reports) {
        var world = asked(ports.operator().snapshot().world(), reports);
        var forecast = WhatIf.dies(dead, world);
        return Reply.json(status(forecast), WhatIfJson.of(dead, forecast));
    }

    private World asked(World w, Map<MemberName, PeerReport> reports) {
        return new World(w.node(), ports.clock().now(), w.wallTime(), w.dcs(), w.local(), w.permit(), reports, w.requestDue(), w.memory());
    }

    private static int status(WhatIf.Forecast forecast) {
        return switch (forecast) {
            case WhatIf.Forecast.Unseen _ -> 503;
            case WhatIf.Forecast.UnknownMember _ -> 404;
            case WhatIf.Forecast.LeaderStays _, WhatIf.Forecast.Succession _, WhatIf.Forecast.NobodyLeads _ -> 200;
        };
    }
}
