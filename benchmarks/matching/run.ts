// How well the model matches an invented population, against its truth file, which the matching never sees.
// node benchmarks/run.mjs matching, or: node benchmarks/matching/run.ts --people 150000 --council 90000
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chiCandidate, ChiRegister, councilCandidate, FIRST_MODEL, matchPerson } from '@solway/identity';
import { type IsoDate, parseMosaicPersonId } from '@solway/kernel';
import { writePopulation } from '@solway/simulators';
import { readChiExtract } from '@solway/sources';
import type { CouncilPersonRow } from '@solway/store';
import { parse } from 'csv-parse/sync';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '20000' },
    council: { type: 'string', default: '12000' },
    seed: { type: 'string', default: '7' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'solway-matching-'));
await writePopulation({
  folder,
  people: Number(values.people),
  council: Number(values.council),
  seed: Number(values.seed),
  asOf: '2026-11-01',
  format: 'csv',
});

const truth = new Map(rowsOf('truth.csv').map((row) => [row['person_id'], row]));
const council = rowsOf('council.csv').map(councilRow).map(councilCandidate);
const register = new ChiRegister(await candidates(join(folder, 'chi.csv')));
rmSync(folder, { recursive: true, force: true });

const outcomes = { link: 0, review: 0, none: 0 };
const tally = { rightLinks: 0, wrongLinks: 0, linkable: 0, reviewHoldsTruth: 0, reviewOfLinkable: 0 };
const byKind = new Map<
  string,
  { people: number; linked: number; review: number; missed: number; wrong: number }
>();
const timesMs: number[] = [];
for (const person of council) {
  const started = performance.now();
  const result = matchPerson(FIRST_MODEL, register, person);
  timesMs.push(performance.now() - started);
  const { chi = '', error_kinds: kinds = '' } = truth.get(person.personId) ?? {};
  const linkable = chi !== '';
  outcomes[result.outcome] += 1;
  if (linkable) tally.linkable += 1;
  const right = result.outcome === 'link' && result.best.person.chi === chi;
  if (result.outcome === 'link') tally[right ? 'rightLinks' : 'wrongLinks'] += 1;
  if (result.outcome === 'review' && linkable) {
    tally.reviewOfLinkable += 1;
    if (result.candidates.some((one) => one.person.chi === chi)) tally.reviewHoldsTruth += 1;
  }
  for (const kind of kinds === '' ? ['none'] : kinds.split('|')) {
    const row = byKind.get(kind) ?? { people: 0, linked: 0, review: 0, missed: 0, wrong: 0 };
    row.people += 1;
    if (right) row.linked += 1;
    else if (result.outcome === 'link') row.wrong += 1;
    else if (result.outcome === 'review') row.review += 1;
    else if (linkable) row.missed += 1;
    byKind.set(kind, row);
  }
}

timesMs.sort((a, b) => a - b);
const links = tally.rightLinks + tally.wrongLinks;
const figures = {
  model: `${FIRST_MODEL.name}, ${FIRST_MODEL.dated}`,
  council: council.length,
  register: register.size,
  automaticPrecision: tally.rightLinks / Math.max(links, 1),
  automaticRecall: tally.rightLinks / tally.linkable,
  review: outcomes.review / council.length,
  wrongLinks: tally.wrongLinks,
  truthAmongReviewed: tally.reviewHoldsTruth / Math.max(tally.reviewOfLinkable, 1),
  onePersonMs: {
    p50: timesMs[Math.floor(timesMs.length / 2)],
    p99: timesMs[Math.floor(timesMs.length * 0.99)],
  },
};
const percent = (share: number): string => `${(100 * share).toFixed(2)}%`;
console.log(
  `\nMatching ${figures.council} council records to a register of ${figures.register}, model ${figures.model}`,
);
console.log(
  `  automatic precision  ${percent(figures.automaticPrecision)} (${tally.wrongLinks} wrong of ${links})`,
);
console.log(`  automatic recall     ${percent(figures.automaticRecall)}`);
console.log(
  `  sent to a person     ${percent(figures.review)}; the right one among the candidates ${percent(figures.truthAmongReviewed)}`,
);
console.log(
  `  one person           p50 ${figures.onePersonMs.p50?.toFixed(3)} ms, p99 ${figures.onePersonMs.p99?.toFixed(3)} ms`,
);
console.log('\n  kind of error                people   linked   review   missed    wrong');
for (const [kind, row] of [...byKind].sort((a, b) => b[1].people - a[1].people)) {
  console.log(
    `  ${kind.padEnd(27)} ${[row.people, row.linked, row.review, row.missed, row.wrong].map((n) => String(n).padStart(7)).join('  ')}`,
  );
}
const row = (
  what: string,
  measured: number | undefined,
  unit: string,
  target = '',
  met: boolean | null = null,
) => ({
  what,
  measured,
  unit,
  target,
  met,
});
const p99 = figures.onePersonMs.p99 ?? Infinity;
const rows = [
  row(
    'automatic precision',
    100 * figures.automaticPrecision,
    '%',
    '≥ 99.97',
    figures.automaticPrecision >= 0.9997,
  ),
  row('automatic recall', 100 * figures.automaticRecall, '%', '≥ 98', figures.automaticRecall >= 0.98),
  row('sent to a person', 100 * figures.review, '%', '≤ 1.5', figures.review <= 0.015),
  row('one person, p99', p99, 'ms', '≤ 10', p99 <= 10),
];
console.log(
  JSON.stringify({
    benchmark: 'matching',
    node: process.version,
    ...figures,
    byKind: Object.fromEntries(byKind),
    rows,
  }),
);

function rowsOf(name: string): Record<string, string>[] {
  return parse<Record<string, string>>(readFileSync(join(folder, name), 'utf8'), {
    columns: true,
    bom: true,
  });
}

async function candidates(file: string) {
  const list = [];
  for await (const one of readChiExtract(file)) {
    if ('rejected' in one) continue;
    list.push(
      chiCandidate({
        chi: one.chi,
        surname: one.surname,
        forenames: one.forenames,
        known_as: one.knownAs ?? null,
        birth_surname: one.birthSurname ?? null,
        previous_surnames: one.previousSurnames,
        mother_birth_surname: one.motherBirthSurname ?? null,
        birth_date: one.birthDate ?? null,
        sex: one.sex ?? null,
        death_date: null,
        address: one.address ?? null,
        postcode: one.postcode ?? null,
        previous_postcodes: one.previousPostcodes,
        gp_practice: null,
      }),
    );
  }
  return list;
}

function councilRow(row: Record<string, string>): CouncilPersonRow {
  const text = (name: string): string | null => row[name] || null;
  const sex = row['sex'] === 'M' ? 'male' : row['sex'] === 'F' ? 'female' : null;
  return {
    person_id: parseMosaicPersonId(row['person_id'] ?? ''),
    title: text('title'),
    forenames: row['forenames'] ?? '',
    surname: row['surname'] ?? '',
    known_as: text('known_as'),
    previous_surnames: (row['previous_surnames'] ?? '').split('|').filter(Boolean),
    birth_date: text('date_of_birth') as IsoDate | null,
    sex,
    addresses: [{ address: text('address'), postcode: text('postcode'), current: true }],
    telephones: [],
    context: row['context_flag'] === 'C' ? 'child' : 'adult',
    // Restriction and protection send a link to a human whatever the score: the model is measured without them.
    restricted: false,
    protection: false,
    chi_held: text('chi'),
  };
}
