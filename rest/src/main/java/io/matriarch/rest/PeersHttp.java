package io.matriarch.rest;

import io.matriarch.core.port.Peers;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.matriarch.json.JsonText;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The [Peers] port over HTTP: GET of each member's `api_url` with the word that its facts have to be fresh ([FreshFacts]; Patroni does not mind), or POST to `/failsafe` beside it, all at once, no retries. Garbage, too much, too slow, an error: silent.
///
/// Between agents the server's certificate is not checked, as in Patroni. Our own is shown, for a peer may ask for one (`verify_client`), and a POST says
/// the user and password of `ctl.authentication`, or those that this node's own REST interface asks for.
public final class PeersHttp implements Peers {
    private static final Logger LOG = LoggerFactory.getLogger(PeersHttp.class);
    private final Vertx vertx;
    private final Scheduler loop;
    private final HttpClientAgent client;
    private final RestConfig.Access access;

    /// Who this agent is to its peers, in https.
    public sealed interface Identity {
        record Anonymous() implements Identity {}

        /// PEM files.
        record Certificate(Path certificate, Path key, RestConfig.KeyPassword password) implements Identity {
            public Certificate(Path certificate, Path key) {
                this(certificate, key, RestConfig.KeyPassword.NONE);
            }
        }

        Anonymous ANONYMOUS = new Anonymous();
    }

    public PeersHttp(Vertx vertx, Scheduler loop, Identity identity, RestConfig.Access access) {
        this.vertx = vertx;
        this.loop = loop;
        this.access = access;
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false).setTrustAll(true).setVerifyHost(false).setMaxHeaderSize(16 * 1024));
        if (identity instanceof Identity.Certificate own) {
            var watch = new FileWatch(vertx, List.of(own.certificate(), own.key()), () -> show(own));
            show(own);
            watch.begin();
        }
    }

    /// Reads files: before the first question, and on a worker when they have changed.
    private void show(Identity.Certificate own) {
        try {
            var options = new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm("").setKeyCertOptions(TlsIdentity.of(own.certificate(), own.key(), own.password()));
            client.updateSSLOptions(options, true).onFailure(e -> cannotShow(own, e));
        } catch (IOException | GeneralSecurityException e) {
            cannotShow(own, e);
        }
    }

    private static void cannotShow(Identity.Certificate own, Throwable reason) {
        LOG.warn("ctl.certfile: {} cannot be shown to peers that ask for a certificate: {}", own.certificate(), reason.getMessage());
    }

    @Override
    public void ask(List<Member> members, Duration within, Consumer<Map<MemberName, PeerReport>> reply) {
        var question = new PeerRound.Question<PeerReport>(member -> new RequestOptions().setAbsoluteURI(fresh(member.apiUrl())), Buffer.buffer(),
                (status, body) -> status == 200 ? PeerJson.report(body) : new PeerReport.Silent("answered " + status), PeerReport.Silent::new);
        new PeerRound<>(vertx, client, members, question, loop, reply).begin(within);
    }

    /// The URL with one parameter more. What is none stays none.
    private static String fresh(String url) {
        var sent = url.replaceFirst("#.*", "");
        return sent + (sent.contains("?") ? "&" : "?") + FreshFacts.WORD;
    }

    @Override
    public void confirm(List<Member> members, LeaderClaim claim, Duration within, Consumer<Map<MemberName, Confirmation>> reply) {
        var question = new PeerRound.Question<Confirmation>(this::failsafe, Buffer.buffer(JsonText.dense(ClaimJson.body(claim))), ClaimJson::word, Confirmation.Silent::new);
        new PeerRound<>(vertx, client, members, question, loop, reply).begin(within);
    }

    private RequestOptions failsafe(Member member) {
        var options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(URI.create(member.apiUrl()).resolve("/failsafe").toString()).putHeader("Content-Type", "application/json");
        return switch (access) {
            case RestConfig.Access.Open() -> options;
            case RestConfig.Access.Basic(var user, var password) -> options.putHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        };
    }
}
