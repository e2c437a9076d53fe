package io.matriarch.dcs;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.matriarch.core.view.Endpoint;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/// Opens the endpoints of members, and keeps those that it has open: one that is named again is not connected anew, nor is forgotten how it did.
final class Members {
    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED).slidingWindowSize(5).minimumNumberOfCalls(3)
            .failureRateThreshold(60).permittedNumberOfCallsInHalfOpenState(1)
            .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1), 2, 0.3, Duration.ofSeconds(15))).build();

    private final EtcdConfig.Credentials credentials;
    private final EventLoopGroup loops;
    private final ScheduledExecutorService thread;
    private Map<Place, EtcdEndpoint> open = Map.of();

    private record Place(Endpoint at, EtcdConfig.Tls tls) {}

    Members(EtcdConfig.Credentials credentials, EventLoopGroup loops, ScheduledExecutorService thread) {
        this.credentials = credentials;
        this.loops = loops;
        this.thread = thread;
    }

    /// In this order. Those that were open and are not named now are forgotten, and for the caller to close.
    ///
    /// @throws IllegalArgumentException when TLS cannot be set up, naming the setting
    List<EtcdEndpoint> at(List<Endpoint> endpoints, EtcdConfig.Tls tls) {
        var now = new LinkedHashMap<Place, EtcdEndpoint>();
        endpoints.stream().map(at -> new Place(at, tls)).forEach(place -> now.put(place, open.containsKey(place) ? open.get(place) : opened(place)));
        open = now;
        return List.copyOf(now.values());
    }

    private EtcdEndpoint opened(Place place) {
        var transports = new Transports();
        var channel = Channels.open(place.at(), place.tls(), loops, thread, transports);
        return new EtcdEndpoint(place.at(), credentials, channel, transports, CircuitBreaker.of(place.at().toString(), BREAKER));
    }
}
