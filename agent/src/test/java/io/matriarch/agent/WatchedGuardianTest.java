package io.matriarch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.NamedPipe;
import io.matriarch.agent.host.SetClock;
import io.matriarch.agent.host.Watchdog;
import io.matriarch.agent.host.WatchdogMark;
import io.matriarch.core.port.Guardian;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.WatchdogView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over a guardian that only remembers, and a real pipe in the watchdog's place.
class WatchedGuardianTest {
    private static final Deadlines DEADLINES = Deadlines.of(Duration.ofSeconds(30));
    private final SetClock clock = new SetClock();
    private final Remembering real = new Remembering();
    @TempDir
    Path directory;
    private NamedPipe pipe;
    private WatchdogMark mark;
    private Watchdog watchdog;
    private WatchedGuardian guardian;

    @BeforeEach
    void begin() throws Exception {
        pipe = NamedPipe.make(directory.resolve("device"));
        mark = new WatchdogMark(directory.resolve("mark"));
        watchdog = new Watchdog(new Watchdog.Setting(Watchdog.Mode.REQUIRED, pipe.path, Watchdog.Driver.TESTING, Duration.ofSeconds(5)), clock, mark);
        guardian = new WatchedGuardian(real, watchdog);
    }

    @AfterEach
    void end() throws Exception {
        pipe.close();
        mark.close();
    }

    private boolean proven() {
        clock.pass(Duration.ofSeconds(3));
        return guardian.arm(DEADLINES.permit(clock.now()));
    }

    @Test
    void each_permit_that_the_guardian_is_handed_is_a_ping_and_nothing_else_is() throws Exception {
        assertThat(proven()).isTrue();
        assertThat(proven()).isTrue();
        assertThat(pipe.written()).isEqualTo("Ctimeout=25\n11");
        guardian.armed();
        clock.pass(Duration.ofSeconds(20));
        assertThat(pipe.written()).isEmpty();
    }

    /// Some process of the server may outlive a fence for a while, a hung disk's for long.
    @Test
    void a_fence_stops_nothing_and_a_disarmed_guardian_does() throws Exception {
        proven();
        pipe.written();
        guardian.stopNow();
        guardian.killNow();
        assertThat(pipe.written()).isEmpty();
        guardian.disarm();
        assertThat(pipe.written()).isEqualTo("V");
        assertThat(real.did).containsExactly("arm", "stop", "kill", "disarm");
    }

    @Test
    void a_guardian_that_refuses_leaves_the_device_as_it_was() throws Exception {
        real.confirms = false;
        assertThat(proven()).isFalse();
        assertThat(pipe.written()).as("opened for nothing").isEqualTo("Ctimeout=25\n1V");
        real.confirms = true;
        proven();
        real.confirms = false;
        assertThat(proven()).isFalse();
        assertThat(pipe.written()).as("it counts over a server that may be writable").isEqualTo("Ctimeout=25\n11");
    }

    /// Or a standby would be stopped at deadlines that no leash knows of.
    @Test
    void a_required_device_that_fails_refuses_before_the_guardian_is_asked() throws Exception {
        pipe.close();
        assertThat(proven()).isFalse();
        assertThat(real.did).isEmpty();
    }

    @Test
    void a_node_whose_required_device_fails_may_not_lead_until_it_works() throws Exception {
        var required = new RequiredWatchdog(watchdog);
        assertThat(required.look()).isEqualTo(WatchdogView.FIT);
        pipe.close();
        proven();
        assertThat(required.look().unfit()).isTrue();
        assertThat(required.look().obstacle()).contains("device");
        clock.pass(Duration.ofMinutes(2));
        assertThat(required.look()).as("it is tried again after a while").isEqualTo(WatchdogView.FIT);
    }

    private static final class Remembering implements Guardian {
        private final List<String> did = new ArrayList<>();
        private boolean confirms = true;

        @Override
        public boolean arm(Permit.Until permit) {
            did.add("arm");
            return confirms;
        }

        @Override
        public void disarm() {
            did.add("disarm");
        }

        @Override
        public Permit armed() {
            return Permit.NONE;
        }

        @Override
        public void stopNow() {
            did.add("stop");
        }

        @Override
        public void killNow() {
            did.add("kill");
        }
    }
}
