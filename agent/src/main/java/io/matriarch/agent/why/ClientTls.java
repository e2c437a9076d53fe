package io.matriarch.agent.why;

import io.matriarch.rest.Pem;
import io.matriarch.rest.RestConfig.KeyPassword;
import io.matriarch.rest.TlsIdentity;
import io.matriarch.rest.TrustAnybody;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Whom a client trusts in https, and who it is itself. PEM files by path, empty where there is none: the platform's authorities are trusted
/// then, no certificate is shown, and the key is looked for in the certificate's file, with `password` if it is encrypted. `insecure` trusts anybody.
public record ClientTls(String authorities, String certificate, String key, String password, boolean insecure) {
    public static final ClientTls PLATFORM = new ClientTls("", "", "", "", false);

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
        return new KeyManager[] {TlsIdentity.keys(Path.of(certificate), Path.of(key.isEmpty() ? certificate : key), new KeyPassword(password))};
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        if (insecure) return new TrustManager[] {new TrustAnybody()};
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
}
