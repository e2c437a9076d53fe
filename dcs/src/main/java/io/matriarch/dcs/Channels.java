package io.matriarch.dcs;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.matriarch.core.view.Endpoint;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.File;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Builds the one connection to an endpoint.
final class Channels {
    private static final int LONGEST_ANSWER = 16 << 20;

    private Channels() {}

    /// @throws IllegalArgumentException when TLS cannot be set up, naming the setting, or for what is no host
    static ManagedChannel open(Endpoint at, EtcdConfig.Tls tls, EventLoopGroup loops, Executor callbacks, Transports transports) {
        var builder = builder(at)
                .addTransportFilter(transports).eventLoopGroup(loops).channelType(NioSocketChannel.class).executor(callbacks)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 2_000)
                .maxInboundMessageSize(LONGEST_ANSWER)
                // etcd answers pings at most every 5 s (--grpc-keepalive-min-time); a frozen one loses its watch after 13 s
                .keepAliveTime(10, TimeUnit.SECONDS).keepAliveTimeout(3, TimeUnit.SECONDS)
                // every repetition is ours, with our budget
                .disableRetry();
        return switch (tls) {
            case EtcdConfig.Tls.Off() -> builder.usePlaintext().build();
            case EtcdConfig.Tls.On on -> builder.sslContext(context(on)).build();
        };
    }

    private static NettyChannelBuilder builder(Endpoint at) {
        return HostNames.takes(at.host()) ? NettyChannelBuilder.forTarget(HostNames.target(at)) : NettyChannelBuilder.forAddress(at.host(), at.port());
    }

    /// @throws IllegalArgumentException when these files cannot be used, naming the setting
    static void check(EtcdConfig.Tls.On tls) {
        var _ = context(tls);
    }

    private static SslContext context(EtcdConfig.Tls.On tls) {
        var context = GrpcSslContexts.forClient();
        if (tls.trust() instanceof EtcdConfig.Trust.Authority(var cacert)) context.trustManager(readable("cacert", cacert.toFile()));
        if (tls.identity() instanceof EtcdConfig.Identity.Certificate(var cert, var key))
            context.keyManager(readable("cert", cert.toFile()), readable("key", key.toFile()));
        try {
            return context.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("etcd3: TLS cannot be set up from these files: " + e.getMessage(), e);
        }
    }

    private static File readable(String setting, File file) {
        if (!file.canRead()) throw new IllegalArgumentException("etcd3." + setting + ": " + file + " cannot be read");
        return file;
    }
}
