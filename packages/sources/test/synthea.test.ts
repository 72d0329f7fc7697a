import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KNOWN_SYSTEMS } from '../src/fhir/codes.ts';
import type { FhirContext } from '../src/fhir/resource-reader.ts';
import { SEARCHES } from '../src/fhir/searches.ts';
import { mapDeceased, mapDemographics, mapGpPractice } from '../src/fhir/map-person.ts';
import type { Mapped } from '../src/mapping/outcome.ts';

const FOLDER = resolve(
  process.env['SOLWAY_FHIR_BUNDLES'] ?? join(import.meta.dirname, '../../../../shared/data/fhir-r4-synthea'),
);
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

interface Bundle {
  readonly entry: readonly {
    readonly fullUrl: string;
    readonly resource: { readonly resourceType: string; readonly id: string };
  }[];
}

/** How many of each outcome, and of each rule, over every resource of a type. */
class Tally {
  readonly counts: Record<string, number> = {};
  total = 0;

  add(mapped: Mapped): void {
    this.total += 1;
    const name = mapped.outcome === 'set-aside' ? `set aside: ${mapped.setAside[0].code}` : mapped.outcome;
    const key = mapped.outcome === 'not-of-this-item' ? `left out: ${mapped.rule}` : name;
    this.counts[key] = (this.counts[key] ?? 0) + 1;
  }
}

// Real records that nobody here wrote, in a folder beside the repository: SOLWAY_FHIR_BUNDLES names another.
describe.skipIf(files.length === 0)(
  `the mapping over real bundles (${files.length === 0 ? 'skipped: no such folder' : files.length})`,
  () => {
    test('drops nothing in silence: every resource is an entry, set aside, or left out by a rule that has a name', () => {
      const tallies: Record<string, Tally> = {};
      const unknown = new Set<string>();
      let expected = 0;
      for (const name of files) {
        const bundle = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Bundle;
        const byUrl = new Map(bundle.entry.map(({ fullUrl, resource }) => [fullUrl, resource]));
        const patient = bundle.entry.find(({ resource }) => resource.resourceType === 'Patient')?.resource;
        if (patient === undefined) throw new Error(`${name} holds no Patient`);
        const context: FhirContext = {
          patientId: patient.id,
          baseUrl: 'http://fhir.example/fhir',
          nowMs: Date.parse('2019-06-01T00:00:00Z'),
          knownSystems: KNOWN_SYSTEMS,
          resolve: (reference) => byUrl.get(reference),
        };
        const add = (item: string, mapped: Mapped): void => {
          (tallies[item] ??= new Tally()).add(mapped);
          if (mapped.outcome !== 'not-of-this-item')
            for (const one of mapped.unknownCodes) unknown.add(one.system);
        };
        add('demographics', mapDemographics(patient, context));
        add('deceased', mapDeceased(patient, context));
        add('gp-practice', mapGpPractice(patient, context));
        for (const [item, search] of Object.entries(SEARCHES))
          for (const { resource } of bundle.entry.filter(
            (one) => one.resource.resourceType === search.resourceType,
          )) {
            expected += 1;
            add(item, search.map(resource, context));
          }
      }
      const total = Object.values(tallies).reduce((sum, tally) => sum + tally.total, 0);
      expect(total).toBe(expected + 3 * files.length);
      for (const tally of Object.values(tallies))
        expect(Object.values(tally.counts).reduce((sum, count) => sum + count, 0)).toBe(tally.total);
      const counts = Object.fromEntries(Object.entries(tallies).map(([item, tally]) => [item, tally.counts]));
      expect(JSON.stringify(counts)).not.toContain('set aside');
      // The folder of this project's own shared data; another folder has other counts.
      if (process.env['SOLWAY_FHIR_BUNDLES'] === undefined)
        expect({ counts, unknown: [...unknown] }).toMatchInlineSnapshot(`
        {
          "counts": {
            "allergies": {
              "entry": 1,
            },
            "deceased": {
              "entry": 5,
              "left out: not-recorded-as-dead": 35,
            },
            "demographics": {
              "entry": 40,
            },
            "encounters-12-months": {
              "entry": 75,
              "left out: older-than-12-months": 281,
            },
            "gp-practice": {
              "left out: no-practice-recorded": 40,
            },
            "in-hospital-now": {
              "left out: not-in-progress": 356,
            },
            "medicines": {
              "entry": 28,
              "left out: not-active": 46,
            },
            "problems": {
              "entry": 63,
              "left out: not-active": 81,
            },
            "results": {
              "entry": 2044,
              "left out: not-laboratory-or-vital-signs": 227,
            },
          },
          "unknown": [
            "http://www.nlm.nih.gov/research/umls/rxnorm",
          ],
        }
      `);
    });
  },
);
