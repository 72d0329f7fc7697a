import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import { HEALTH_ITEMS } from '@solway/record';
import { createFhirSource } from '@solway/sources';
import { classPath } from './java.ts';
import { patientBundle, WHO } from './patient-bundle.ts';

const CHI = 'urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53';
/** Given whole patients, with the numbers that they are stored under. */
const NUMBERS = ['0101011237', '0402070763', '0402568877'];

/**
 * The FHIR adapter reads from a real HAPI FHIR server: the same adapter, over HTTP, nothing scripted.
 * @param bundles a folder of whole patients as transactions, of which the first few are stored as well
 * @returns how many items did not come as they should
 */
export async function readFromHapi(bundles: string | undefined): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'solway-hapi-'));
  const files = [patientBundle(), ...givenBundles(bundles)].map((bundle, at) => {
    const file = join(folder, `${at}.json`);
    writeFileSync(file, JSON.stringify(bundle));
    return file;
  });
  const server = spawn('java', ['-cp', classPath('hapi', 'HapiServer'), 'HapiServer', ...files], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  try {
    const baseUrl = await addressOf(server.stdout);
    const source = createFhirSource({ name: 'HAPI', baseUrl });
    let wrong = 0;
    for (const [personId, wanted] of [
      [WHO.chi, WHO.wanted] as const,
      ...NUMBERS.slice(0, files.length - 1).map((one) => [one, undefined] as const),
    ]) {
      for (const item of HEALTH_ITEMS) {
        const answer = await source.fetch(item, { personId, signal: AbortSignal.timeout(30_000), limit: 50 });
        const got = answer.state === 'answered' ? answer.entries.length : answer.because;
        const right = typeof got === 'number' && (wanted === undefined || got === (wanted[item] ?? 0));
        if (!right) wrong += 1;
        console.log(
          `HAPI FHIR: ${personId} ${item}: ${got}${right ? '' : ` (wanted ${wanted?.[item] ?? 'an answer'})`}`,
        );
      }
    }
    await source.close();
    return wrong;
  } finally {
    server.stdin.end();
    rmSync(folder, { recursive: true });
  }
}

function givenBundles(folder: string | undefined): readonly Bundle[] {
  if (folder === undefined) return [];
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .slice(0, NUMBERS.length);
  return names.map((name, at) => {
    const bundle = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Bundle;
    const patient = bundle.entry?.find((one) => one.resource?.resourceType === 'Patient')
      ?.resource as Patient;
    patient.identifier = [{ system: CHI, value: NUMBERS[at] ?? '' }];
    return bundle;
  });
}

async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /^ready (http\S+)$/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('the HAPI FHIR server did not start');
}
