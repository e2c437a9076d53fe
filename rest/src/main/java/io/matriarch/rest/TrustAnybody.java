package io.matriarch.rest;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/// Checks nobody's certificate: for an operator who said so (`ctl.insecure`, `--insecure`), and for tests.
public final class TrustAnybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
