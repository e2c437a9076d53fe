package io.matriarch.rest;

import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.Confirmation.Ground;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// `POST /failsafe` and its answers, in Patroni's words (contract: 1.5), with what only we say under `matriarch`. Pure and total.
final class ClaimJson {
    static final String ACCEPTED = "Accepted";
    static final String LEADS = "Running as a leader";

    private ClaimJson() {}

    static Document body(LeaderClaim claim) {
        var own = PatroniJson.ordered("lease", Long.toHexString(claim.lease().id()), "ttl_ms", claim.ttl().toMillis(), "optime", claim.status().optime().bytes(), "timeline", claim.status().timeline().id());
        return new Document(PatroniJson.ordered("name", claim.by().value(), "conn_url", claim.connUrl(), "api_url", claim.apiUrl(), "slots", Map.of(), "matriarch", own));
    }

    /// Patroni's has no part of ours: no lease, and whoever is asked counts with the ttl that it knows.
    static LeaderClaim claim(Document body) {
        var own = body.section("matriarch");
        return new LeaderClaim(new MemberName(body.text("name", "")), lease(own.text("lease", "")), Duration.ofMillis(Math.clamp(own.number("ttl_ms", 0), 0, 300_000)),
                new ClusterStatus(new WalPosition(Math.max(0, own.number("optime", 0))), Map.of(), new Timeline(Math.clamp(own.number("timeline", 0), 0, Integer.MAX_VALUE))), body.text("conn_url", ""), body.text("api_url", ""));
    }

    private static LeaseId lease(String text) {
        return text.matches("[0-9a-f]{1,16}") ? new LeaseId(Long.parseUnsignedLong(text, 16)) : LeaseId.NONE;
    }

    /// Only Patroni's very word is a yes.
    static Confirmation word(int status, Buffer body) {
        var text = body.getString(0, Math.min(body.length(), 300), StandardCharsets.UTF_8.name()).strip();
        if (status == 200 && text.equals(ACCEPTED)) return Confirmation.ACCEPTED;
        var ground = status == 502 ? Ground.OFF : status == 500 && text.equals(LEADS) ? Ground.LEADS : Ground.UNKNOWN;
        return new Confirmation.Refused(ground, "answered " + status + (ground == Ground.UNKNOWN ? " " + text.lines().findFirst().orElse("") : ""));
    }
}
