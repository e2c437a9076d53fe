package io.matriarch.agent.why;

import io.matriarch.rest.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whom a client trusts in https, and who it is itself. PEM files by path, empty where there is none: the platform's authorities are trusted
/// then, no certificate is shown, and the key is looked for in the certificate's file, with `password` if it is encrypted. `insecure` trusts anybody.
public record ClientTls(String authorities, String certificate, String key, String password, boolean insecure) {
    public static final ClientTls PLATFORM = new ClientTls("", "", "", "", false);
    private static final char[] IN_MEMORY = "only in memory".toCharArray();

    public ClientTls(String authorities, String certificate, String key, boolean insecure) {
        this(authorities, certificate, key, "", insecure);
    }

    @Override
    public String toString() {
        return "ClientTls[authorities=" + authorities + ", certificate=" + certificate + ", key=" + key + ", insecure=" + insecure + "]";
    }

    /// What is given here, and from `other` what is not.
    public ClientTls over(ClientTls other) {
        var mine = !certificate.isEmpty();
        return new ClientTls(authorities.isEmpty() ? other.authorities : authorities, mine ? certificate : other.certificate, mine ? key : other.key, mine ? password : other.password, insecure || other.insecure);
    }

    void use(HttpsURLConnection connection) throws IOException, GeneralSecurityException {
        if (equals(PLATFORM)) return;
        var tls = SSLContext.getInstance("TLS");
        tls.init(keys(), trust(), new SecureRandom());
        connection.setSSLSocketFactory(tls.getSocketFactory());
        if (insecure) connection.setHostnameVerifier((_, _) -> true);
    }

    private KeyManager[] keys() throws IOException, GeneralSecurityException {
        if (certificate.isEmpty()) return new KeyManager[0];
        var store = empty();
        var chain = Pem.certificates(Path.of(certificate)).toArray(Certificate[]::new);
        store.setKeyEntry("client", Pem.key(Path.of(key.isEmpty() ? certificate : key), password), IN_MEMORY, chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, IN_MEMORY);
        return keys.getKeyManagers();
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        if (insecure) return new TrustManager[] {new Anybody()};
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (authorities.isEmpty()) {
            trust.init((KeyStore) null);
            return trust.getTrustManagers();
        }
        var store = empty();
        int number = 0;
        for (var authority : Pem.certificates(Path.of(authorities))) store.setCertificateEntry("ca" + number++, authority);
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    /// The operator said so (`ctl.insecure`, `--insecure`).
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
