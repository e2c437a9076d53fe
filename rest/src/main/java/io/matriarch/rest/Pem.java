package io.matriarch.rest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Certificates and keys as openssl writes them. Java reads certificates and PKCS #8 (`PRIVATE KEY`); the older forms `RSA PRIVATE KEY`
/// (PKCS #1) and `EC PRIVATE KEY` (RFC 5915) are wrapped into it, and `ENCRYPTED PRIVATE KEY` (PKCS #8, as `openssl genpkey` and `openssl pkcs8 -topk8` write it) is decrypted.
public final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final byte[] VERSION = {2, 1, 0};
    /// SEQUENCE {rsaEncryption, NULL}
    private static final byte[] RSA = {0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0};
    /// id-ecPublicKey
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private Pem() {}

    private record Block(String name, String base64) {
        byte[] content() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    /// PEM is ASCII, and what is around its blocks may be anything.
    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static List<Block> blocks(Path file) throws IOException {
        return BLOCK.matcher(text(file)).results().map(block -> new Block(block.group(1), block.group(2))).toList();
    }

    /// All certificates in the file, in its order. Throws when there is none.
    public static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        var found = new ArrayList<Certificate>();
        try {
            for (var block : blocks(file)) if (block.name.equals("CERTIFICATE")) found.add(factory.generateCertificate(new ByteArrayInputStream(block.content())));
        } catch (IllegalArgumentException | CertificateException torn) {
            throw new CertificateException(file + " holds a certificate that ends too early, or is none", torn);
        }
        if (found.isEmpty()) throw new IOException(file + " holds no PEM certificate");
        return found;
    }

    /// The first key in the file. `password` is empty when it has none. Throws with a reason for the operator when there is no key that can be read with it.
    public static PrivateKey key(Path file, String password) throws IOException, GeneralSecurityException {
        try {
            return first(file, password);
        } catch (IllegalArgumentException | BufferUnderflowException torn) {
            throw new InvalidKeyException(file + " holds a key that ends too early, or is none", torn);
        } catch (InvalidKeyException odd) {
            throw new InvalidKeyException(file + " holds " + odd.getMessage(), odd);
        }
    }

    private static PrivateKey first(Path file, String password) throws IOException, GeneralSecurityException {
        for (var block : blocks(file)) {
            switch (block.name) {
                case "PRIVATE KEY" -> {
                    return key(block.content());
                }
                case "RSA PRIVATE KEY" -> {
                    return key(sequence(VERSION, RSA, octets(block.content())));
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return key(decrypted(file, block.content(), password));
                }
                case "EC PRIVATE KEY" -> {
                    return key(sequence(VERSION, sequence(EC, curve(block.content())), octets(block.content())));
                }
                case String other -> {}
            }
        }
        if (text(file).contains("Proc-Type: 4,ENCRYPTED"))
            throw new IOException(file + " is encrypted in OpenSSL's old way, which Java does not read; convert it: openssl pkcs8 -topk8 -in " + file);
        throw new IOException(file + " holds no PEM key");
    }

    /// Java names the algorithms of PBES2, what openssl writes today, in the parameters.
    private static byte[] decrypted(Path file, byte[] content, String password) throws IOException, GeneralSecurityException {
        if (password.isEmpty()) throw new IOException(file + " is encrypted, and no password is given");
        var encrypted = encrypted(file, content);
        var algorithm = encrypted.getAlgName().equals("PBES2") ? String.valueOf(encrypted.getAlgParameters()) : encrypted.getAlgName();
        var secret = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray()));
        try {
            return encrypted.getKeySpec(secret).getEncoded();
        } catch (InvalidKeyException wrong) {
            throw new IOException(file + " cannot be decrypted with the password that is given", wrong);
        }
    }

    /// Java reads what AES encrypts, openssl's default for a long time.
    private static EncryptedPrivateKeyInfo encrypted(Path file, byte[] content) throws IOException {
        try {
            return new EncryptedPrivateKeyInfo(content);
        } catch (IOException unknown) {
            throw new IOException(file + " is encrypted in a way that Java does not read; convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + file, unknown);
        }
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        for (var kind : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException another) {
                // one of the next kinds
            }
        }
        throw new InvalidKeyException("a key that is neither RSA, EC nor EdDSA");
    }

    /// SEQUENCE {INTEGER 1, OCTET STRING key, [0] {curve}, [1] {public key}}
    private static byte[] curve(byte[] sec1) throws InvalidKeyException {
        var at = ByteBuffer.wrap(sec1);
        at.get();
        length(at);
        for (int skipped = 0; skipped < 2; skipped++) {
            at.get();
            var size = length(at);
            at.position(at.position() + size);
        }
        if (at.remaining() < 2 || at.get() != (byte) 0xa0) throw new InvalidKeyException("an EC key that does not name its curve");
        var size = length(at);
        if (size < 0 || size > at.remaining()) throw new BufferUnderflowException();
        var curve = new byte[size];
        at.get(curve);
        return curve;
    }

    private static int length(ByteBuffer at) {
        int first = at.get() & 0xff;
        if (first < 0x80) return first;
        int size = 0;
        for (int bytes = first & 0x7f; bytes > 0; bytes--) size = size << 8 | at.get() & 0xff;
        return size;
    }

    private static byte[] sequence(byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) content.writeBytes(part);
        return tagged(0x30, content.toByteArray());
    }

    private static byte[] octets(byte[] content) {
        return tagged(4, content);
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        out.write(0x82);
        out.write(content.length >> 8);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
