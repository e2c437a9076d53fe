package io.matriarch.agent.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.Notice;
import io.matriarch.core.view.Notice.Event;
import io.matriarch.core.view.Notice.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real scripts, called.
class CallbackScriptsTest {
    @TempDir Path here;

    private Path script(String name, String body) throws IOException {
        var file = Files.writeString(here.resolve(name), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private CallbackScripts callbacks(Map<String, Object> commands, Duration longest) {
        return new CallbackScripts(() -> new CallbackScripts.Setting(new Document(commands), "herd", Map.of("PATH", "/usr/bin:/bin", "HERE", here.toString()), longest));
    }

    private void until(String text) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> said().contains(text));
    }

    private String said() throws IOException {
        return Files.exists(here.resolve("said")) ? Files.readString(here.resolve("said")) : "";
    }

    private static Notice notice(Event event) {
        return new Notice(event, Role.PRIMARY);
    }

    @Test
    void a_script_gets_event_role_and_cluster_after_its_own_arguments_and_no_shell_reads_them() throws Exception {
        var tell = script("tell me", "printf '[%s]' \"$@\" >> $HERE/said; env | sed 's/=.*//' | sort | tr '\\n' ' ' >> $HERE/said");
        try (var callbacks = callbacks(Map.of("on_role_change", "'" + tell + "' \"$(touch x)\" ';'", "on_start", List.of(tell.toString(), "a b")), Duration.ofMinutes(1))) {
            callbacks.call(notice(Event.ON_ROLE_CHANGE));
            until("HERE");
            callbacks.call(new Notice(Event.ON_START, Role.REPLICA));
            until("on_start");
            callbacks.call(notice(Event.ON_STOP));
        }
        assertThat(said()).startsWith("[$(touch x)][;][on_role_change][primary][herd]").contains("[a b][on_start][replica][herd]").doesNotContain("on_stop").doesNotContain("JAVA", "USER");
    }

    @Test
    void a_reload_is_told_in_the_role_that_was_told_last() throws Exception {
        var tell = script("tell", "echo \"$@\" >> $HERE/said");
        try (var callbacks = callbacks(Map.of("on_reload", tell.toString()), Duration.ofMinutes(1))) {
            callbacks.reloaded(true);
            until("on_reload replica herd");
            callbacks.call(new Notice(Event.ON_ROLE_CHANGE, Role.STANDBY_LEADER));
            callbacks.reloaded(true);
            until("on_reload standby_leader herd");
            callbacks.reloaded(false);
            until("on_reload primary herd");
        }
    }

    @Test
    void a_new_callback_ends_the_one_that_hangs_and_its_children() throws Exception {
        var hang = script("hang", "trap '' TERM; echo $$ > $HERE/pid; sleep 1000 & echo hangs >> $HERE/said; wait; sleep 1000");
        var tell = script("tell", "echo \"$@\" >> $HERE/said");
        try (var callbacks = callbacks(Map.of("on_start", hang.toString(), "on_stop", tell.toString(), "on_reload", tell.toString()), Duration.ofMinutes(10))) {
            callbacks.call(notice(Event.ON_START));
            until("hangs");
            callbacks.call(notice(Event.ON_RELOAD));
            until("on_reload primary herd");
            var hung = ProcessHandle.of(Long.parseLong(Files.readString(here.resolve("pid")).strip())).orElseThrow();
            assertThat(hung.isAlive()).as("on_reload has a slot of its own").isTrue();
            var children = hung.descendants().toList();
            callbacks.call(notice(Event.ON_STOP));
            until("on_stop primary herd");
            // One that has ended is there until it is reaped.
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !hung.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void of_several_that_wait_only_the_newest_runs() throws Exception {
        var hang = script("hang", "echo hangs >> $HERE/said; trap '' TERM; while :; do sleep 1; done");
        var tell = script("tell", "echo \"$@\" >> $HERE/said");
        try (var callbacks = callbacks(Map.of("on_start", hang.toString(), "on_stop", tell.toString(), "on_role_change", tell.toString()), Duration.ofMinutes(10))) {
            callbacks.call(notice(Event.ON_START));
            until("hangs");
            callbacks.call(notice(Event.ON_STOP));
            callbacks.call(notice(Event.ON_ROLE_CHANGE));
            until("on_role_change");
        }
        assertThat(said()).doesNotContain("on_stop");
    }

    @Test
    void one_that_takes_too_long_is_ended_and_one_that_is_missing_harms_nobody() throws Exception {
        var hang = script("hang", "echo $$ > $HERE/pid; echo hangs >> $HERE/said; sleep 1000");
        try (var callbacks = callbacks(Map.of("on_start", hang.toString(), "on_stop", "/no/such/program"), Duration.ofMillis(300))) {
            callbacks.call(notice(Event.ON_STOP));
            callbacks.call(notice(Event.ON_START));
            until("hangs");
            var pid = Long.parseLong(Files.readString(here.resolve("pid")).strip());
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    @Test
    void how_a_script_ended_is_told() throws Exception {
        var bounds = new Script.Bounds(Duration.ofMinutes(1), () -> true);
        assertThat(new Script("x", List.of(script("no", "echo first; echo because >&2; exit 3").toString())).run(Map.of(), bounds)).isEqualTo(new ScriptEnd.Exited(3, "because"));
        assertThat(new Script("x", List.of("/no/such/program")).run(Map.of(), bounds)).isInstanceOf(ScriptEnd.NotRun.class);
        var daemon = script("daemon", "sleep 1000 & echo $! > $HERE/pid; echo done");
        assertThat(new Script("x", List.of(daemon.toString())).run(Map.of("HERE", here.toString(), "PATH", "/usr/bin:/bin"), bounds)).as("a child left behind keeps nobody waiting")
                .isEqualTo(new ScriptEnd.Exited(0, "done"));
        ProcessHandle.of(Long.parseLong(Files.readString(here.resolve("pid")).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }
}
