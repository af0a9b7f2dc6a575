import eu.europa.esig.dss.diagnostic.PDFRevisionWrapper;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks EU DSS about signed files, without network. Arguments: {@code -trust} certificate, {@code -known}
 * certificate, {@code -crl} list, each as often as wished, then PDFs. One line per signature on standard output:
 * file, field, indication, subindication, level, what was found changed, errors.
 */
public class Dss {
    public static void main(String[] arguments) throws Exception {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        CommonCertificateSource known = new CommonCertificateSource();
        List<DSSDocument> lists = new ArrayList<>();
        int i = 0;
        for (; i + 1 < arguments.length && arguments[i].startsWith("-"); i += 2) {
            switch (arguments[i]) {
                case "-trust": trusted.addCertificate(DSSUtils.loadCertificate(new File(arguments[i + 1]))); break;
                case "-known": known.addCertificate(DSSUtils.loadCertificate(new File(arguments[i + 1]))); break;
                default: lists.add(new FileDocument(arguments[i + 1]));
            }
        }
        for (; i < arguments.length; i++) {
            try {
                judge(arguments[i], trusted, known, lists);
            } catch (Exception | StackOverflowError damaged) {
                say(arguments[i], "", "UNREADABLE", damaged.toString(), "", "", "");
            }
        }
    }

    private static void judge(
            String file, CommonTrustedCertificateSource trusted, CommonCertificateSource known, List<DSSDocument> lists) {
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.addTrustedCertSources(trusted);
        verifier.addAdjunctCertSources(known);
        verifier.setAIASource(null);
        verifier.setCrlSource(new ExternalResourcesCRLSource(lists.toArray(new DSSDocument[0])));
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
        validator.setCertificateVerifier(verifier);
        Reports reports = validator.validateDocument();
        SimpleReport report = reports.getSimpleReport();
        for (String id : report.getSignatureIdList()) {
            SignatureWrapper signature = reports.getDiagnosticData().getSignatureById(id);
            List<String> errors = new ArrayList<>();
            for (Message one : report.getAdESValidationErrors(id)) {
                errors.add(one.getValue());
            }
            say(file, field(signature), String.valueOf(report.getIndication(id)),
                    String.valueOf(report.getSubIndication(id)), String.valueOf(report.getSignatureFormat(id)),
                    changes(signature), String.join("; ", errors));
        }
        if (report.getSignatureIdList().isEmpty()) {
            say(file, "", "NO_SIGNATURE", "", "", "", "");
        }
    }

    private static String field(SignatureWrapper signature) {
        List<String> names = signature.getPDFRevision() == null ? List.of() : signature.getSignatureFieldNames();
        return names.isEmpty() ? "" : names.get(0);
    }

    private static String changes(SignatureWrapper signature) {
        List<String> found = new ArrayList<>();
        PDFRevisionWrapper revision = signature.getPDFRevision();
        if (revision == null) {
            return "";
        }
        if (!signature.isSignatureIntact() || !signature.isSignatureValid()) found.add("broken");
        if (!revision.isPdfSignatureDictionaryConsistent()) found.add("dictionary");
        if (!revision.getPdfPageDifferenceConcernedPages().isEmpty()) found.add("pages");
        if (!revision.getPdfVisualDifferenceConcernedPages().isEmpty()) found.add("visual");
        if (!revision.getPdfAnnotationsOverlapConcernedPages().isEmpty()) found.add("overlap");
        if (!revision.getPdfAnnotationChanges().isEmpty()) found.add("annotation");
        if (!revision.getPdfUndefinedChanges().isEmpty()) found.add("undefined");
        return String.join(",", found);
    }

    private static void say(String... parts) {
        StringBuilder line = new StringBuilder("RESULT");
        for (String part : parts) {
            line.append('\t').append(part.replace('\t', ' ').replace('\n', ' '));
        }
        System.out.println(line);
    }
}
