package io.matriarch.dcs;

import io.matriarch.core.view.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/// Asks DNS for the members of etcd by their SRV records (RFC 2782), in the order in which Patroni asks: the first name that has any counts.
///
/// Blocks: where no DNS server answers for a second and a half each. That ends the question, and so does an answer that leaves open whether there are records.
record SrvLookup(EtcdConfig.Srv.Domain domain, String resolver) {
    /// The resolver that the machine is configured with.
    static final String SYSTEM = "dns:";
    private static final String FIRST_PATIENCE = "500"; // ms, and twice that the second time
    private static final String TRIES = "2";
    private static final List<String> SERVICES = List.of("_etcd-client-ssl", "_etcd-client", "_etcd-ssl", "_etcd");
    private static final Pattern RECORD = Pattern.compile("(\\d{1,5}) (\\d{1,5}) (\\d{1,5}) ([\\w.-]*[\\w-])\\.?");

    sealed interface Found {
        /// `name` is whose records they are; `secured`: these members speak TLS; `unusable`: records of that name that name no host, as they came.
        record Members(String name, List<Endpoint> endpoints, boolean secured, List<String> unusable) implements Found {}

        /// Every name that was asked for, and what came of it.
        record Nobody(String why) implements Found {}
    }

    private sealed interface Records {
        record Some(List<Endpoint> endpoints, List<String> unusable) implements Records {}

        record None(String why) implements Records {}

        /// DNS did not say whether there are any.
        record Unknown(String why) implements Records {}
    }

    private record Target(int priority, int weight, Endpoint at) {}

    /// Equals by name: DNS puts them into another order each time.
    private static final Comparator<Target> BEST_FIRST = Comparator.comparingInt(Target::priority).thenComparing(Comparator.comparingInt(Target::weight).reversed())
            .thenComparing(target -> target.at().toString());

    Found ask() {
        var came = new ArrayList<String>();
        for (var service : SERVICES) {
            var name = name(service);
            switch (records(name)) {
                case Records.Some(var endpoints, var unusable) when permitted(service) -> {
                    return new Found.Members(name, endpoints, secured(service), unusable);
                }
                case Records.Some(var endpoints, _) -> came.add(name + ": " + endpoints + " would be spoken to in clear, but etcd3 asks for TLS (protocol: https, cacert or cert)");
                case Records.None(var why) -> came.add(name + ": " + why);
                // whoever can suppress one answer must not be the one who chooses the next name, which may be in clear
                case Records.Unknown(var why) -> {
                    return new Found.Nobody(name + ": " + why);
                }
            }
        }
        return new Found.Nobody(String.join("; ", came));
    }

    private boolean permitted(String service) {
        return secured(service) || domain.clear() == EtcdConfig.Srv.Clear.PERMITTED;
    }

    private static boolean secured(String service) {
        return service.endsWith("-ssl");
    }

    private String name(String service) {
        return service + (domain.suffix().isEmpty() ? "" : "-" + domain.suffix()) + "._tcp." + domain.name();
    }

    private Records records(String name) {
        try {
            var said = said(name);
            var usable = said.stream().flatMap(SrvLookup::target).sorted(BEST_FIRST).map(Target::at).distinct().toList();
            var unusable = said.stream().filter(record -> target(record).findAny().isEmpty()).sorted().toList();
            if (!usable.isEmpty()) return new Records.Some(usable, unusable);
            return new Records.None(said.isEmpty() ? "no SRV record" : "no usable SRV record in " + unusable);
        } catch (NameNotFoundException unknown) {
            return new Records.None("no such name");
        } catch (CommunicationException silence) {
            return new Records.Unknown("no DNS server answers (%s)".formatted(why(silence.getRootCause() == null ? silence : silence.getRootCause())));
        } catch (NamingException trouble) {
            return new Records.Unknown(why(trouble));
        }
    }

    private static String why(Throwable trouble) {
        return trouble.getMessage() == null ? trouble.getClass().getSimpleName() : trouble.getMessage();
    }

    /// None for a record that says that the service is not there (the target `.`), whose target can be no host, or that is no SRV record.
    private static Stream<Target> target(String record) {
        var match = RECORD.matcher(record);
        return match.matches() ? Stream.of(new Target(number(match.group(1)), number(match.group(2)), new Endpoint(match.group(4), number(match.group(3))))) : Stream.empty();
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    /// The records as text: priority, weight, port, target. (What that check is about are objects that a directory hands out; DNS hands out text.)
    @SuppressWarnings("BanJNDI")
    private List<String> said(String name) throws NamingException {
        var environment = new Properties();
        environment.setProperty(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.setProperty(Context.PROVIDER_URL, resolver);
        environment.setProperty("com.sun.jndi.dns.timeout.initial", FIRST_PATIENCE);
        environment.setProperty("com.sun.jndi.dns.timeout.retries", TRIES);
        var dns = new InitialDirContext(environment);
        try {
            var records = dns.getAttributes(name, new String[] {"SRV"}).get("SRV");
            return records == null ? List.of() : Collections.list(records.getAll()).stream().map(Object::toString).toList();
        } finally {
            dns.close();
        }
    }
}
