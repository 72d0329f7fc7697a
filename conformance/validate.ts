import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyResource } from '../packages/fhir/test/every-resource.ts';
import { classPath } from './java.ts';

const UK_CORE = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-';

/** Every kind of resource that Solway makes, by the HL7 validator. @returns how many errors it found */
export function validateEverything(ukCore: string | undefined): number {
  const folder = mkdtempSync(join(tmpdir(), 'solway-conformance-'));
  const made = everyResource();
  const lines = made.flatMap(({ item, resource }) => {
    const { resourceType } = resource;
    const json = JSON.stringify(resource);
    const base = `${item}: ${resourceType}\t-\t${json}`;
    const profiled =
      ukCore !== undefined && existsSync(join(ukCore, 'structuredefinitions', `UKCore-${resourceType}.xml`));
    return profiled ? [base, `${item}: UKCore-${resourceType}\t${UK_CORE}${resourceType}\t${json}`] : [base];
  });
  const file = join(folder, 'resources.tsv');
  writeFileSync(file, lines.join('\n'));
  const args = ['-cp', classPath('validator', 'Validate'), 'Validate', file, ukCore ?? '-'];
  const run = spawnSync('java', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  rmSync(folder, { recursive: true });
  if (run.status !== 0) throw new Error(`the validator failed: ${run.stderr}`);
  const findings = run.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
  const errors = findings.filter(([, severity]) => severity === 'ERROR' || severity === 'FATAL');
  for (const finding of errors) console.log(finding.join(' | '));
  const kinds = new Set(made.map(({ resource }) => resource.resourceType)).size;
  const uk =
    ukCore === undefined
      ? 'UK Core skipped: give --uk-core a folder of it'
      : `${lines.length - made.length} of them by UK Core`;
  console.log(
    `HL7 validator: ${made.length} resources of ${kinds} types by base R4 (${uk}): ${errors.length} errors, ${findings.length - errors.length} warnings and notes`,
  );
  return errors.length;
}
