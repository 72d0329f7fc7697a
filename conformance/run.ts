// Solway against software that nobody here wrote, in Java: the HL7 validator on every kind of resource that Solway
// makes, and the FHIR adapter on a real HAPI FHIR server. `npm run conformance -- [--uk-core DIR] [--bundles DIR]`.
import { parseArgs } from 'node:util';
import { readFromHapi } from './hapi-source.ts';
import { missingTools } from './java.ts';
import { validateEverything } from './validate.ts';

const { values } = parseArgs({ options: { 'uk-core': { type: 'string' }, bundles: { type: 'string' } } });
const missing = missingTools();
if (missing === undefined) {
  const errors = validateEverything(values['uk-core']);
  const wrong = await readFromHapi(values.bundles);
  console.log(
    errors + wrong === 0 ? 'Conformance: all well' : `Conformance: ${errors} errors, ${wrong} items wrong`,
  );
  process.exitCode = errors + wrong === 0 ? 0 : 1;
} else {
  console.error(`The conformance run needs ${missing}. Nothing else of Solway does.`);
  process.exitCode = 2;
}
