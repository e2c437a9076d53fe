package io.matriarch.rest;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// `restapi.ciphers`: suites by OpenSSL's names or by those of the standards, with colons between. OpenSSL's words for kinds of suites (`HIGH`, `!aNULL`) mean
/// nothing to Java, whose own choice has neither anonymous nor weak ones: they are refused, not guessed. Pure.
public final class Ciphers {
    private static final Pattern OLD = Pattern.compile("(?:(ECDHE|DHE)-(ECDSA|RSA)-)?(AES(?:128|256)|CHACHA20-POLY1305)(?:-(GCM|CCM))?(?:-(SHA|SHA256|SHA384))?");

    private Ciphers() {}

    /// What is wrong with it, for the operator; empty when nothing is.
    public static String problem(String words) {
        for (var word : split(words)) if (!Java.SUITES.contains(standard(word))) return word.replaceAll("\\p{Cntrl}", "?") + " is no cipher suite that Java knows; name suites, such as ECDHE-RSA-AES256-GCM-SHA384:TLS_AES_256_GCM_SHA384";
        return "";
    }

    /// The standards' names, in the operator's order. Only of words without a [#problem].
    static List<String> suites(String words) {
        return split(words).stream().map(Ciphers::standard).toList();
    }

    private static List<String> split(String words) {
        return Arrays.stream(words.split("[:, ]+", -1)).filter(word -> !word.isEmpty()).toList();
    }

    /// ECDHE-RSA-AES256-GCM-SHA384 is TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384.
    private static String standard(String word) {
        var form = OLD.matcher(word);
        if (!form.matches()) return word;
        var exchange = form.group(1) == null ? "RSA" : form.group(1) + "_" + form.group(2);
        var cipher = form.group(3).replace("-", "_").replaceFirst("^AES(\\d+)", "AES_$1");
        var mode = form.group(4) == null ? cipher.startsWith("AES") ? "_CBC" : "" : "_" + form.group(4);
        return "TLS_" + exchange + "_WITH_" + cipher + mode + "_" + (form.group(5) == null ? "SHA256" : form.group(5));
    }

    /// Loaded by whoever configured ciphers: Java's TLS costs megabytes. Without key and trust managers, for the default ones read every root certificate there is.
    private static final class Java {
        static final Set<String> SUITES = supported();

        private static Set<String> supported() {
            try {
                var tls = SSLContext.getInstance("TLS");
                tls.init(new KeyManager[0], new TrustManager[0], new SecureRandom());
                return Set.of(tls.getSupportedSSLParameters().getCipherSuites());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has TLS", e);
            }
        }
    }
}
