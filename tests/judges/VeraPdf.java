import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Asks veraPDF about files. Arguments: flavour (2b, 3b) and paths; one line per file on standard output. */
public class VeraPdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            String verdict;
            try (FileInputStream opened = new FileInputStream(arguments[i]);
                    PDFAParser parser = Foundries.defaultInstance().createParser(opened, flavour);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult result = validator.validate(parser);
                StringBuilder failures = new StringBuilder();
                for (TestAssertion one : result.getTestAssertions()) {
                    if (one.getStatus() == TestAssertion.Status.FAILED) {
                        failures.append(one.getRuleId().getClause()).append('-')
                                .append(one.getRuleId().getTestNumber()).append(": ")
                                .append(one.getMessage().replace('\n', ' ').replace('\t', ' ')).append("; ");
                    }
                }
                verdict = (result.isCompliant() ? "pass" : "fail") + "\t" + failures;
            } catch (Exception damaged) {
                verdict = "fail\t" + damaged;
            }
            System.out.println("RESULT\t" + arguments[i] + "\t" + verdict);
        }
    }
}
