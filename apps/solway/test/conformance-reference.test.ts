import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FOUND } from './conformance-findings.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** What is tried, in which file, and by which part of it. */
const TRIED: readonly (readonly [name: string, file: string, block: string])[] = [
  ['fhirclient', 'e2e/fhirclient.test.ts', 'fhirclient in a browser'],
  ['fhir-kit-client', 'apps/solway/test/fhir-clients.test.ts', 'fhir-kit-client'],
  ['@medplum/core', 'apps/solway/test/fhir-clients.test.ts', '@medplum/core'],
  ['openid-client', 'apps/solway/test/fhir-clients.test.ts', 'openid-client'],
  ['@medplum/core', 'packages/fhir/test/valid-r4.test.ts', 'base R4, by a validator'],
];

/** The titles of the tests in one block of a file, as they are written. */
function titlesOf(file: string, block: string): readonly string[] {
  const text = read(file);
  const from = text.indexOf(`describe('${block}`);
  const to = text.indexOf('\ndescribe(', from + 1);
  const body = text.slice(from, to < 0 ? undefined : to);
  return [...body.matchAll(/\n {2}it(?:\.each\(.*?\))?\(\s*'([^']+)'/gs)].map(([, title]) =>
    title!.replace('%s', 'each'),
  );
}

function page(): string {
  const clients = TRIED.map(([name, file, block]) => {
    const { version } = JSON.parse(read(`node_modules/${name}/package.json`)) as { version: string };
    const titles = titlesOf(file, block).map((title) => `- ${title}`);
    return `### ${name} ${version}: ${block}\n\`${file}\`\n${titles.join('\n')}\n`;
  });
  const found = FOUND.map(({ by, what, done }) => `| ${by} | ${what} | ${done} |`);
  return `# Conformance

Software that nobody here wrote, tried against the running server. This page is made from the tests: \`npm test\` holds it
to them.

## In \`npm test\`
${clients.join('\n')}
## In \`npm run conformance\`
Needs a JDK 17 and Maven, and says so. \`npm run conformance -- --uk-core DIR --bundles DIR\`
- the HL7 validator holds every kind of resource that Solway makes, full and sparse, against base R4 and UK Core
- the FHIR adapter reads every item from a real HAPI FHIR JPA server

## What each found wrong before it passed
| found by | what | what was done |
| --- | --- | --- |
${found.join('\n')}
`;
}

it('the page of conformance is made from the tests', async () => {
  for (const [, file, block] of TRIED) expect(titlesOf(file, block).length, file).toBeGreaterThan(0);
  await expect(page()).toMatchFileSnapshot('../../../docs/reference/conformance.md');
});
