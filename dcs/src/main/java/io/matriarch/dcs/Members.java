package io.matriarch.dcs;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.grpc.ManagedChannel;
import io.matriarch.core.view.Endpoint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Opens the endpoints of members, and keeps those that it has open: one that is named again is not connected anew, nor is forgotten how it did.
final class Members {
    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED).slidingWindowSize(5).minimumNumberOfCalls(3)
            .failureRateThreshold(60).permittedNumberOfCallsInHalfOpenState(1)
            .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1), 2, 0.3, Duration.ofSeconds(15))).build();

    private final EtcdConfig.Credentials credentials;
    private final Opens opens;
    private Map<Place, EtcdEndpoint> open = Map.of();

    private record Place(Endpoint at, EtcdConfig.Tls tls) {}

    /// The one connection to an endpoint, as [Channels#open] makes it.
    interface Opens {
        ManagedChannel open(Endpoint at, EtcdConfig.Tls tls, Transports transports);
    }

    Members(EtcdConfig.Credentials credentials, Opens opens) {
        this.credentials = credentials;
        this.opens = opens;
    }

    /// In this order. Those that were open and are not named now are forgotten, and for the caller to close.
    ///
    /// @throws IllegalArgumentException when TLS cannot be set up, naming the setting, or for what is no host. Nothing has changed then.
    List<EtcdEndpoint> at(List<Endpoint> endpoints, EtcdConfig.Tls tls) {
        var now = new LinkedHashMap<Place, EtcdEndpoint>();
        try {
            endpoints.stream().map(at -> new Place(at, tls)).forEach(place -> now.put(place, open.containsKey(place) ? open.get(place) : opened(place)));
        } catch (IllegalArgumentException unusable) {
            now.values().stream().filter(endpoint -> !open.containsValue(endpoint)).forEach(EtcdEndpoint::close);
            throw unusable;
        }
        open = now;
        return List.copyOf(now.values());
    }

    private EtcdEndpoint opened(Place place) {
        var transports = new Transports();
        return new EtcdEndpoint(place.at(), credentials, opens.open(place.at(), place.tls(), transports), transports, CircuitBreaker.of(place.at().toString(), BREAKER));
    }
}
