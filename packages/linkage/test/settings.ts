import type { SettingsInput } from '../src/index.ts';

/** Settings that use most kinds of comparison, for the invented people. */
export const everything: SettingsInput = {
  uniqueId: 'id',
  columns: [
    { name: 'forename', clean: ['name'] },
    { name: 'surname', clean: ['name'] },
    { name: 'names', from: ['surname', 'previous'], list: true, clean: ['name'] },
    { name: 'dob', clean: [{ date: { impossible: 'keep' } }] },
    { name: 'postcode', clean: ['postcode'] },
    { name: 'email', clean: ['email'] },
    { name: 'height', clean: ['number'] },
    { name: 'sound', from: 'surname', clean: ['name', 'soundex'] },
  ],
  comparisons: [
    { kind: 'forename', column: 'forename', swappedWith: 'surname', termFrequency: true },
    { kind: 'surname', column: 'surname', swappedWith: 'forename', termFrequency: { weight: 0.7 } },
    { kind: 'anyName', column: 'names' },
    { kind: 'date', column: 'dob', termFrequency: { minimumFrequency: 0.001 } },
    { kind: 'postcode', column: 'postcode', termFrequency: true },
    { kind: 'email', column: 'email' },
    { kind: 'number', column: 'height', within: [0, 2, 5] },
    {
      kind: 'levels',
      name: 'initials',
      termFrequency: { column: 'surname' },
      levels: [
        { label: 'missing', when: { or: [{ missing: 'forename' }, { missing: 'surname' }] }, missing: true },
        {
          label: 'alike but not equal',
          termFrequency: true,
          when: {
            and: [
              { jaccard: 'surname', atLeast: 0.5 },
              { not: { equal: 'forename' } },
              {
                or: [
                  { levenshtein: 'surname', atMost: 2 },
                  { startsWith: 'forename', minLength: 2 },
                ],
              },
            ],
          },
        },
        { label: 'anything else', when: 'else' },
      ],
    },
  ],
  blocking: {
    rules: [
      ['dob'],
      ['sound', { column: 'forename', first: 1 }],
      ['postcode'],
      ['email'],
      [
        { column: 'names', each: true },
        { column: 'dob', first: 4 },
      ],
    ],
  },
  training: { randomPairs: 20_000 },
};

/** A few lines of settings, quick to train. */
export const plain: SettingsInput = {
  uniqueId: 'id',
  columns: [{ name: 'dob', clean: [{ date: { impossible: 'keep' } }] }],
  comparisons: [
    { kind: 'forename', column: 'forename', termFrequency: true },
    { kind: 'surname', column: 'surname', termFrequency: true },
    { kind: 'date', column: 'dob' },
    { kind: 'postcode', column: 'postcode' },
  ],
  blocking: { rules: [['dob'], ['forename', 'surname'], ['postcode']] },
  training: { randomPairs: 20_000 },
};
