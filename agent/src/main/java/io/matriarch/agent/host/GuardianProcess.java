package io.matriarch.agent.host;

import io.matriarch.agent.host.GuardedServer.Arming;
import io.matriarch.core.view.Moment;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// This agent's connection to the guardian of one server. Ending it, or this process, disarms nothing.
///
/// Commands are a write that never blocks and a wait for the answer of at most [#PATIENCE]; they may be called from any thread but
/// the listener's. Expected trouble is a [GuardianOutcome], never an exception.
///
/// One monitor guards the queue of awaited answers, so that answers meet their commands in the order of sending.
public final class GuardianProcess implements AutoCloseable {
    /// An answer takes microseconds; a guardian silent for this long is frozen, and enforces its deadline when it thaws.
    public static final Duration PATIENCE = Duration.ofMillis(250);
    /// The words of `guardian.c` that this class speaks.
    static final int PROTOCOL = 1;
    private static final int MOST_UNANSWERED = 64;

    private final GuardianSocket socket;
    private final GuardianListener listener;
    private final ArrayDeque<CompletableFuture<GuardianOutcome>> awaited = new ArrayDeque<>();
    private final CompletableFuture<GuardianEvent.Greeting> greeted = new CompletableFuture<>();
    private final CompletableFuture<GuardedServer> first = new CompletableFuture<>();
    private volatile GuardedServer server = new GuardedServer(0, 0, new Arming.Unarmed());
    private boolean exited;

    private GuardianProcess(GuardianSocket socket, GuardianListener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /// What opening a connection came to.
    public sealed interface Opening {
        record Opened(GuardianProcess guardian, long guardianPid) implements Opening {}

        /// No guardian of ours is there. `reason` is for people.
        record Failed(String reason) implements Opening {}
    }

    /// Starts a guardian and its server, and connects to it. Waits at most 5 s, usually 10 ms; the server itself is still starting then.
    public static Opening launch(GuardianLaunch launch, GuardianListener listener) {
        return GuardianStart.launch(launch, listener);
    }

    /// Connects to the guardian of a server that is running already, as an agent that comes back does. The older connection, if
    /// a frozen agent still has one, ends.
    public static Opening attach(Path socket, GuardianListener listener) {
        try {
            var guardian = new GuardianProcess(GuardianSocket.connect(socket), listener);
            Thread.ofPlatform().name("guardian-events").daemon().start(guardian::hear);
            return guardian.greet();
        } catch (IOException none) {
            return new Opening.Failed("no guardian answers at " + socket + ": " + none.getMessage());
        }
    }

    private Opening greet() {
        try {
            var greeting = greeted.get(PATIENCE.toMillis() * 4, TimeUnit.MILLISECONDS);
            if (greeting.protocol() == PROTOCOL) {
                first.get(PATIENCE.toMillis() * 4, TimeUnit.MILLISECONDS);
                return new Opening.Opened(this, greeting.pid());
            }
            close();
            return new Opening.Failed("the guardian (pid %d) speaks protocol %d, this agent %d; it still guards its server".formatted(
                    greeting.pid(), greeting.protocol(), PROTOCOL));
        } catch (ExecutionException | TimeoutException | InterruptedException trouble) {
            if (trouble instanceof InterruptedException) Thread.currentThread().interrupt();
            close();
            return new Opening.Failed("the guardian did not greet: " + trouble);
        }
    }

    /// Ends the server at these deadlines, which replace the former ones. A deadline that has passed is enforced at once.
    /// Refused once fencing has begun.
    public GuardianOutcome arm(Moment soft, Moment hard) {
        var outcome = ask("ARM " + soft.nanos() + " " + hard.nanos());
        if (outcome.accepted()) server = server.with(new Arming.Armed(soft, hard));
        return outcome;
    }

    /// Takes the deadlines away. Only for a server that is in recovery for certain.
    public GuardianOutcome disarm() {
        var outcome = ask("DISARM");
        if (outcome.accepted()) server = server.with(new Arming.Unarmed());
        return outcome;
    }

    /// What a postmaster does on a signal: reload, fast, immediate, smart shutdown.
    public enum Request {
        HUP, INT, QUIT, TERM
    }

    /// Sends the postmaster a signal. Accepted means sent.
    public GuardianOutcome signal(Request request) {
        return ask("SIGNAL " + request);
    }

    /// Kills every process of the server now. Accepted means begun; the listener hears of the end.
    public GuardianOutcome kill() {
        return ask("KILL");
    }

    /// The guardian's own process, as it greeted.
    public long pid() {
        return greeted.join().pid();
    }

    /// The server, armed with the last deadlines that were confirmed.
    public GuardedServer server() {
        return server;
    }

    /// Ends the connection only: the guardian and its server live on, and the deadlines stand. The listener hears [GuardianListener#lost].
    @Override
    public void close() {
        socket.close();
    }

    private GuardianOutcome ask(String command) {
        var answer = new CompletableFuture<GuardianOutcome>();
        synchronized (awaited) {
            if (awaited.size() >= MOST_UNANSWERED) return new GuardianOutcome.Disconnected("the guardian has left %d commands unanswered".formatted(awaited.size()));
            try {
                socket.write(command);
                awaited.add(answer);
            } catch (ClosedChannelException closed) {
                return new GuardianOutcome.Disconnected("the connection is closed");
            } catch (IOException broken) {
                return new GuardianOutcome.Disconnected(broken.toString());
            }
        }
        try {
            return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            return new GuardianOutcome.Unanswered(PATIENCE);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return new GuardianOutcome.Unanswered(Duration.ZERO);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("answers are never completed by an exception", impossible);
        }
    }

    private void hear() {
        var reason = socket.readLines(line -> dispatch(GuardianEvent.parse(line)));
        socket.close();
        greeted.completeExceptionally(new IOException(reason));
        first.completeExceptionally(new IOException(reason));
        synchronized (awaited) {
            awaited.forEach(answer -> answer.complete(new GuardianOutcome.Disconnected(reason)));
            awaited.clear();
        }
        if (!exited) listener.lost(reason);
    }

    private void dispatch(GuardianEvent event) {
        switch (event) {
            case GuardianEvent.Greeting greeting -> greeted.complete(greeting);
            case GuardianEvent.Running(var now) -> {
                server = now;
                first.complete(now);
                listener.running(now);
            }
            case GuardianEvent.Fencing(var fence) -> listener.fencing(fence);
            case GuardianEvent.Stuck(var processes) -> listener.stuck(processes);
            case GuardianEvent.Exited(var exit) -> {
                exited = true;
                listener.exited(exit);
            }
            case GuardianEvent.Answer(var outcome) -> answered(outcome);
            case GuardianEvent.NotUnderstood _ -> {} // a later version may say more; what matters here is said in these words
        }
    }

    private void answered(GuardianOutcome outcome) {
        synchronized (awaited) {
            if (!awaited.isEmpty()) awaited.remove().complete(outcome);
        }
    }
}
