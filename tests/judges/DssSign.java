import eu.europa.esig.dss.enumerations.CertificationPermission;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.SignatureFieldParameters;
import eu.europa.esig.dss.pades.SignatureImageParameters;
import eu.europa.esig.dss.pades.SignatureImageTextParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.service.http.commons.CommonsDataLoader;
import eu.europa.esig.dss.service.http.commons.OCSPDataLoader;
import eu.europa.esig.dss.service.http.commons.TimestampDataLoader;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.service.tsp.OnlineTSPSource;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.token.DSSPrivateKeyEntry;
import eu.europa.esig.dss.token.Pkcs12SignatureToken;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;

/**
 * Signs as EU DSS does. Arguments: trusted certificate, certificate between, address of the timestamp authority,
 * PKCS#12 file (password "secret"), file of orders. An order is a line of {@code key=value} pairs: {@code in},
 * {@code out}, {@code level} (B, T, LT, LTA), and as wished {@code hash}, {@code certify}, {@code left} (a visible
 * signature there), {@code extend} (only raise the level).
 */
public class DssSign {
    private static PAdESService service;
    private static Pkcs12SignatureToken token;

    public static void main(String[] arguments) throws Exception {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(DSSUtils.loadCertificate(new File(arguments[0])));
        CommonCertificateSource known = new CommonCertificateSource();
        known.addCertificate(DSSUtils.loadCertificate(new File(arguments[1])));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setAdjunctCertSources(known);
        verifier.setAIASource(null);
        verifier.setOcspSource(new OnlineOCSPSource(new OCSPDataLoader()));
        verifier.setCrlSource(new OnlineCRLSource(new CommonsDataLoader()));
        service = new PAdESService(verifier);
        service.setTspSource(new OnlineTSPSource(arguments[2], new TimestampDataLoader()));
        token = new Pkcs12SignatureToken(
                new File(arguments[3]), new KeyStore.PasswordProtection("secret".toCharArray()));
        for (String line : Files.readAllLines(Path.of(arguments[4]))) {
            Map<String, String> order = new HashMap<>();
            for (String part : line.split(" ")) {
                order.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
            }
            obey(order);
        }
    }

    private static void obey(Map<String, String> order) throws Exception {
        DSSDocument source = new FileDocument(order.get("in"));
        PAdESSignatureParameters wanted = new PAdESSignatureParameters();
        wanted.setSignatureLevel(SignatureLevel.valueOf("PAdES_BASELINE_" + order.get("level")));
        if (order.containsKey("extend")) {
            service.extendDocument(source, wanted).save(order.get("out"));
            return;
        }
        DSSPrivateKeyEntry key = token.getKeys().get(0);
        wanted.setSigningCertificate(key.getCertificate());
        wanted.setCertificateChain(key.getCertificateChain());
        wanted.setDigestAlgorithm(DigestAlgorithm.valueOf(order.getOrDefault("hash", "SHA256")));
        if (order.containsKey("certify")) {
            wanted.setPermission(CertificationPermission.valueOf(order.get("certify")));
        }
        if (order.containsKey("left")) {
            wanted.setImageParameters(picture(Float.parseFloat(order.get("left"))));
        }
        SignatureValue value = token.sign(service.getDataToSign(source, wanted), wanted.getDigestAlgorithm(), key);
        service.signDocument(source, wanted, value).save(order.get("out"));
    }

    private static SignatureImageParameters picture(float left) {
        SignatureFieldParameters field = new SignatureFieldParameters();
        field.setPage(1);
        field.setOriginX(left);
        field.setOriginY(60);
        field.setWidth(200);
        field.setHeight(40);
        SignatureImageTextParameters words = new SignatureImageTextParameters();
        words.setText("Semnat cu DSS");
        SignatureImageParameters picture = new SignatureImageParameters();
        picture.setFieldParameters(field);
        picture.setTextParameters(words);
        return picture;
    }
}
