package io.matriarch.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Memory;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Tags;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    /// Whatever holds it, this must never be read.
    private static final String SECRET = "hunter2";

    @ParameterizedTest
    @ValueSource(strings = {
            "postgres://admin:hunter2@10.0.0.1:5432/postgres", "postgres://admin:x/hunter2@10.0.0.1/postgres", "https://user:a@hunter2@host/patroni",
            "host=h password=hunter2 user=u", "host=h password = 'a hunter2' user=u", "PGPASSWORD=hunter2 pg_dump", "password: hunter2", "\"password\":\"hunter2\"",
            "host all all 10.0.0.0/8 ldap ldapbindpasswd=\"my hunter2\"", "host all all all radius radiussecrets=\"hunter2\"",
            "AWS_SECRET_ACCESS_KEY=hunter2", "auth_token=hunter2", "https://h/x?token=hunter2&a=b", "sslpassword=hunter2", "FATAL: conninfo \"user=a password=hunter2\" is bad"})
    void texts_lose_their_secrets(String text) {
        assertThat(Redaction.of(text).toString()).doesNotContain(SECRET).contains(Redaction.GONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "superuser_password", "authentication", "archive_command", "restore_command", "ssl_passphrase_command", "api_key", "ApiToken", "credentials",
            "pgpass", "encryption_key"})
    void values_under_such_names_are_gone(String name) {
        assertThat(Redaction.of(Map.of(name, SECRET)).toString()).doesNotContain(SECRET);
        assertThat(Redaction.of(Map.of(name, Map.of("deep", List.of(SECRET)))).toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://10.0.0.1:5432/postgres", "http://10.0.0.1:8008/patroni", "2026-11-21T03:00:00+00:00", "postgres://h:5432/db?application_name=a@b",
            "job STOP failed: pg_ctl: no answer", "max_connections = 100", "no password supplied"})
    void other_texts_stay(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    @Test
    void a_methods_name_is_no_secret() {
        assertThat(Redaction.of(Map.of("password_encryption", "scram-sha-256")).toString()).contains("scram-sha-256");
    }

    /// Every document and every text of a World that somebody else writes.
    @Test
    void a_record_of_a_world_full_of_secrets_holds_none_and_decides_the_same() {
        var world = full(GivenWorld.cluster("a", "b", "c").at("b").lockHeldBy("a").postgres(io.matriarch.core.view.PostgresState.NO_DATA).world());
        var decision = Decider.decide(world);
        assertThat(decision.plan()).as("a clone carries a member and the configuration").anyMatch(a -> a instanceof Action.RunJob);
        var line = TickRecord.of(1, world, decision, decision.plan().stream().map(a -> new Performed(a, false, "conninfo password=hunter2")).toList()).line();
        assertThat(line).doesNotContain(SECRET).contains("10.0.0.1").contains("max_connections");
        assertThat(Entry.parse(line)).isInstanceOfSatisfying(Entry.Reading.Read.class, read -> {
            assertThat(Decider.decide(((TickRecord) read.entry()).world())).extracting(Decision::rule, d -> d.stance().getClass()).containsExactly(decision.rule(), decision.stance().getClass());
            assertThat(read.entry().line()).as("once more changes nothing").isEqualTo(line);
        });
    }

    private static World full(World w) {
        var config = new Document(Map.of("ttl", 10, "authentication", Map.of("superuser", Map.of("password", SECRET)), "postgresql", Map.of("authentication", Map.of("x", SECRET),
                "pg_hba", List.of("host all all all ldap ldapbindpasswd=" + SECRET), "recovery_conf", Map.of("primary_conninfo", "host=h password=" + SECRET),
                "parameters", Map.of("max_connections", 100, "archive_command", "push --key " + SECRET, "primary_conninfo", "password='" + SECRET + "'"))));
        var data = new Document(Map.of("conn_url", "postgres://u:" + SECRET + "@10.0.0.1:5432/postgres", "api_url", "http://u:" + SECRET + "@10.0.0.1:8008/patroni", "state", "running",
                "role", "primary", "tags", Map.of("backup_token", SECRET)));
        var tags = Tags.of(new Document(Map.of("secret", SECRET)));
        var c = w.cluster();
        var members = c.members().stream().map(m -> new Member(m.name(), m.lease(), data)).toList();
        var cluster = new ClusterView(c.revision(), c.lock(), c.release(), c.initialize(), members, config, c.configRevision(), c.request(), c.history(), c.status(), c.sync(), new Failsafe(data, 70), c.heartbeat(), c.claim());
        var node = new NodeConfig(w.me(), "demo", tags, true, config, data, true, w.node().peerPatience());
        var memory = new Memory(new ClusterConfig(config), cluster, w.memory().sign(), w.memory().crash(), w.memory().dcsSeen(), w.memory().timeline(), w.memory().heartbeat(),
                new Memory.Standing(members, c.status(), c.history(), c.sync()), w.memory().wrote(), w.memory().doubt(), w.memory().connection(), w.memory().acknowledging(), w.memory().recent());
        Map<io.matriarch.core.view.MemberName, PeerReport> peers = Map.of(members.getFirst().name(), new PeerReport.Silent("http://u:" + SECRET + "@h said no"));
        return new World(node, w.now(), w.wallTime(), new DcsView.Reachable(cluster, w.lease()), w.local(), w.permit(), peers, w.requestDue(), memory);
    }
}
