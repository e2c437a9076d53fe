package io.matriarch.rest;

import io.matriarch.rest.RestConfig.Access;
import io.matriarch.rest.RestConfig.Limits;
import io.matriarch.rest.RestConfig.Tls;

/// Serves a healthy leader on the port given until it is ended, to be measured from outside (`wrk -t1 -c16 http://127.0.0.1:PORT/primary`).
/// The snapshot never ages: the clock stands.
final class ServeForBenchmark {
    private ServeForBenchmark() {}

    public static void main(String[] arguments) {
        var vertx = RestServer.eventLoop();
        var operator = new FakeOperator();
        var ports = new RestPorts(operator, new FakeDcs(), (_, _, _) -> {}, FixedClock.INSTANCE, new FakeDecisions(), () -> {});
        var config = new RestConfig("127.0.0.1", Integer.parseInt(arguments[0]), "4.1.4", Access.OPEN, Tls.OFF, Limits.DEFAULT);
        System.out.println(new RestServer(vertx, config, ports).start());
    }
}
