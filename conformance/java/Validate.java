import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Resource;

/**
 * Holds resources against base R4, and against UK Core where a folder of it is given, with the HL7 validator.
 * Arguments: a file with one resource in JSON a line, after its label, its profile or "-", and tabs; a folder of UK
 * Core or "-". Prints, for each finding, the label, its severity, its place and what it says, with tabs between.
 */
public class Validate {
  public static void main(String[] arguments) throws Exception {
    FhirContext context = FhirContext.forR4();
    PrePopulatedValidationSupport given = new PrePopulatedValidationSupport(context);
    if (!arguments[1].equals("-")) {
      for (String folder : List.of("structuredefinitions", "valuesets", "codesystems")) {
        try (var files = Files.list(Path.of(arguments[1], folder))) {
          for (Path file : files.filter(one -> one.toString().endsWith(".xml")).toList()) {
            given.addResource((Resource) context.newXmlParser().parseResource(Files.readString(file)));
          }
        }
      }
    }
    UnknownCodeSystemWarningValidationSupport unknown = new UnknownCodeSystemWarningValidationSupport(context);
    ValidationSupportChain chain = new ValidationSupportChain(
        new DefaultProfileValidationSupport(context),
        given,
        new SnapshotGeneratingValidationSupport(context),
        new CommonCodeSystemsTerminologyService(context),
        new InMemoryTerminologyServerValidationSupport(context),
        unknown);
    FhirInstanceValidator instance = new FhirInstanceValidator(chain);
    instance.setAnyExtensionsAllowed(false);
    FhirValidator validator = context.newValidator().registerValidatorModule(instance);
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] parts = line.split("\t", 3);
      ValidationOptions options = new ValidationOptions();
      if (!parts[1].equals("-")) options.addProfile(parts[1]);
      for (SingleValidationMessage message : validator.validateWithResult(parts[2], options).getMessages()) {
        System.out.println(String.join("\t", parts[0], message.getSeverity().toString(),
            String.valueOf(message.getLocationString()), message.getMessage().replaceAll("\\s+", " ")));
      }
    }
  }
}
