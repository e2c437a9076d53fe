package io.matriarch.rest;

import io.matriarch.rest.RestConfig.KeyPassword;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/// A certificate and its key, read from files as they are now. What does not fit together is refused here: a server that took it would turn every client away.
public final class TlsIdentity {
    private static final char[] IN_MEMORY = "only in memory".toCharArray();

    private TlsIdentity() {}

    static KeyCertOptions of(Path certificate, Path keyFile, KeyPassword password) throws IOException, GeneralSecurityException {
        return KeyCertOptions.wrap(keys(certificate, keyFile, password));
    }

    /// Reads files. Throws with a reason for the operator.
    public static X509KeyManager keys(Path certificate, Path keyFile, KeyPassword password) throws IOException, GeneralSecurityException {
        var chain = Pem.certificates(certificate).toArray(Certificate[]::new);
        var key = Pem.key(keyFile, password.text());
        if (!fits(key, chain[0])) throw new InvalidKeyException(keyFile + " is not the key of " + certificate);
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("own", key, IN_MEMORY, chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, IN_MEMORY);
        return (X509KeyManager) keys.getKeyManagers()[0];
    }

    /// Whether what this key signs is confirmed by that certificate.
    private static boolean fits(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) return false;
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case String other -> other;
        };
        var signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(new byte[32]);
        var checking = Signature.getInstance(algorithm);
        checking.initVerify(certificate.getPublicKey());
        checking.update(new byte[32]);
        return checking.verify(signing.sign());
    }
}
