package io.matriarch.agent.config;

/// PEM files by path; an empty path is one that was not given.
public record TlsFiles(String authorities, String certificate, String key, Secret keyPassword) {
    public boolean certified() {
        return !certificate.isEmpty();
    }

    /// The file with the key: the certificate's own when none was named.
    public String keyFile() {
        return key.isEmpty() ? certificate : key;
    }
}
