import { describe, expect, it } from 'vitest';
import type { Entry, EntryKind } from '@solway/ledger';
import {
  canonicalText,
  commitmentHash,
  entryKinds,
  leafHash,
  openEntry,
  parseCanonical,
  parseEntry,
  parsePublicEntry,
  readLeaf,
  sealEntry,
} from '@solway/ledger';
import { at, disclosed, inForce, saltFrom, sealed, sha, uuidFrom } from './fixtures.ts';

const envelope = { id: uuidFrom('one'), at: at(0), organisation: 'nhs-dg', correlationId: 'walk-1' };
const by = { organisation: 'nhs-dg', role: 'nurse', team: 'home-team-3' };
const user = { id: 'u-1', name: 'A. User' };
const subject = { identifiers: [{ system: 'mosaic', value: '104233' }], name: 'A PERSON' };
const agreement = { id: 'dg-level-2', version: '2', digest: sha('a') };
const [viewId, linkId, launchId, about] = ['view', 'link', 'launch', 'about'].map(uuidFrom) as [
  string,
  string,
  string,
  string,
];
const walk = { client: 'orion', purpose: 'direct-care', by };

const without = (entry: Record<string, unknown>, name: string): unknown =>
  Object.fromEntries(Object.entries(entry).filter(([each]) => each !== name));

/** One of each kind, with its optional fields. */
const each: { [K in EntryKind]: Extract<Entry, { kind: K }> } = {
  disclosed: disclosed(0) as Extract<Entry, { kind: 'disclosed' }>,
  refused: {
    ...envelope,
    kind: 'refused',
    ...walk,
    viewId,
    agreement,
    items: [],
    reasons: ['training is out of date'],
    personal: { user, subject, statedPurpose: 'duty' },
  },
  'break-glass': {
    ...envelope,
    kind: 'break-glass',
    ...walk,
    viewId,
    reason: 'serious-harm',
    personal: { user, subject, explanation: 'found collapsed' },
  },
  'link-made': {
    ...envelope,
    kind: 'link-made',
    linkId,
    method: 'confirmed',
    by,
    model: sha('m'),
    personal: { subject, user },
  },
  'link-suspended': {
    ...envelope,
    kind: 'link-suspended',
    linkId,
    viewId,
    by,
    reason: 'not-my-patient',
    personal: { subject, user },
  },
  'link-undone': {
    ...envelope,
    kind: 'link-undone',
    linkId,
    by,
    reason: 'wrong-person',
    disclosures: 3,
    personal: { subject, user, explanation: 'twins' },
  },
  'identity-query': {
    ...envelope,
    kind: 'identity-query',
    ...walk,
    query: 'match',
    found: 1,
    personal: { user, subject },
  },
  'launch-requested': {
    ...envelope,
    kind: 'launch-requested',
    launchId,
    ...walk,
    personal: { user, subject },
  },
  'launch-refused': {
    ...envelope,
    kind: 'launch-refused',
    launchId,
    ...walk,
    reason: 'second-browser',
    personal: { user, address: '192.0.2.1' },
  },
  'view-closed': { ...envelope, kind: 'view-closed', viewId, reason: 'idle', personal: { user } },
  'agreement-in-force': {
    ...envelope,
    kind: 'agreement-in-force',
    agreement,
    from: at(1),
    until: at(9),
    personal: { user },
  },
  'agreement-signed': {
    ...envelope,
    kind: 'agreement-signed',
    agreement,
    party: 'dg-council',
    office: 'siro',
    personal: { user },
  },
  'agreement-act': {
    ...envelope,
    kind: 'agreement-act',
    act: 'refused',
    by,
    agreement: { id: 'dg', version: '2.0' },
    reason: 'clock-set-back',
    personal: { user, notes: 'the clock stands before the last entry' },
  },
  'sign-in': {
    ...envelope,
    kind: 'sign-in',
    outcome: 'refused',
    method: 'oidc',
    by,
    reason: 'no role',
    personal: { user, address: '192.0.2.1' },
  },
  export: {
    ...envelope,
    kind: 'export',
    what: 'archive',
    by,
    firstSequence: 0,
    lastSequence: 9,
    digest: sha('file'),
    personal: { user, subject },
  },
  configuration: {
    ...envelope,
    kind: 'configuration',
    setting: 'witness.url',
    change: 'set',
    by,
    before: sha('a'),
    after: sha('b'),
    personal: { user },
  },
  review: {
    ...envelope,
    kind: 'review',
    of: 'retention',
    outcome: 'erased',
    about,
    by,
    firstSequence: 0,
    lastSequence: 9,
    personal: { user, subject, notes: 'by the schedule\nof 2026' },
  },
  incident: {
    ...envelope,
    kind: 'incident',
    incident: 'witness-late',
    state: 'raised',
    severity: 'medium',
    about,
    by,
    personal: { user, subject, notes: 'down' },
  },
};

describe('an entry', () => {
  it('is one of the kinds, each of which is sealed and opened again as it was', () => {
    expect(Object.keys(each)).toEqual(entryKinds);
    for (const entry of Object.values(each)) {
      const { leaf, opening } = sealEntry(entry, saltFrom(entry.kind));
      const { entry: open, personal, standing } = openEntry(leaf, opening);
      expect({ ...open, personal, standing }).toEqual({ ...entry, standing: 'whole' });
      const { personal: _, ...rest } = entry;
      expect(parsePublicEntry(rest)).toEqual(rest);
      expect(openEntry(leaf, null)).toEqual({ entry: rest, personal: null, standing: 'erased' });
    }
  });
  it('keeps the person and the user out of the part that stays', () => {
    for (const entry of Object.values(each)) {
      expect(sealEntry(entry, saltFrom('x')).leaf).not.toMatch(
        /A\. User|Zoë|u-1|104233|synthetic|192\.0\.2|PERSON|shown"?:/,
      );
    }
  });
  it.each<[string, (entry: Record<string, unknown>) => unknown]>([
    ['no object', () => 'disclosed'],
    ['null', () => null],
    ['a list', () => []],
    ['no kind', (entry) => without(entry, 'kind')],
    ['a kind of the prototype', (entry) => ({ ...entry, kind: 'toString' })],
    ['an unknown kind', (entry) => ({ ...entry, kind: 'disclosure' })],
    ['an id in capitals', (entry) => ({ ...entry, id: envelope.id.toUpperCase() })],
    ['a local time', (entry) => ({ ...entry, at: '2026-01-05T09:00:00.000+01:00' })],
    ['no milliseconds', (entry) => ({ ...entry, at: '2026-01-05T09:00:00Z' })],
    ['a day that does not exist', (entry) => ({ ...entry, at: '2026-02-30T09:00:00.000Z' })],
    ['an unknown field', (entry) => ({ ...entry, chi: '0101011234' })],
    ['a field that is undefined', (entry) => ({ ...entry, correlationId: undefined })],
    ['no personal part', (entry) => without(entry, 'personal')],
    ['a null personal part of a disclosure', (entry) => ({ ...entry, personal: null })],
    ['empty text', (entry) => ({ ...entry, purpose: '' })],
    ['a lone surrogate', (entry) => ({ ...entry, purpose: '\ud800' })],
    ['a control character', (entry) => ({ ...entry, purpose: 'a\u0000b' })],
    ['text beyond all measure', (entry) => ({ ...entry, purpose: 'x'.repeat(201) })],
    ['items that are no list', (entry) => ({ ...entry, items: { length: 0 } })],
    [
      'a digest where it could be guessed',
      (entry) => ({ ...entry, items: [{ item: 'a', outcome: 'shown', count: 1, digest: sha('x') }] }),
    ],
    ['an outcome of no kind', (entry) => ({ ...entry, items: [{ item: 'a', outcome: 'hidden', count: 1 }] })],
    ['a count below nought', (entry) => ({ ...entry, items: [{ item: 'a', outcome: 'shown', count: -1 }] })],
    ['a count that is text', (entry) => ({ ...entry, items: [{ item: 'a', outcome: 'shown', count: '1' }] })],
  ])('with %s is refused with a code', (_name, spoil) => {
    const spoilt = spoil({ ...disclosed(1) });
    expect(() => parseEntry(spoilt)).toThrow(expect.objectContaining({ code: 'entry-invalid' }));
    expect(() => sealEntry(spoilt as Entry, saltFrom('x'))).toThrow(
      expect.objectContaining({ code: 'entry-invalid' }),
    );
  });
});

describe('a sealed entry', () => {
  it('has the bytes, commitment and leaf hash that were pinned when the format was fixed', () => {
    const { leaf, leafHash: hash, opening } = sealEntry(each.incident, saltFrom('pinned'));
    expect(leaf).toBe(
      `{"commitment":"${commitmentHash(Buffer.from(opening!))}","entry":{"about":"${about}","at":"2026-01-05T09:00:00.000Z","by":{"organisation":"nhs-dg","role":"nurse","team":"home-team-3"},"correlationId":"walk-1","id":"${envelope.id}","incident":"witness-late","kind":"incident","organisation":"nhs-dg","severity":"medium","state":"raised"},"v":1}`,
    );
    expect(hash).toBe('239a60a52a5c8991097a098753ed9f9c6a6f0bf04f1db4437a74e66d042b1e39');
    expect(commitmentHash(Buffer.from(opening!))).toBe(sha(`\u0002${opening!}`));
    expect(leafHash(Buffer.from(leaf))).toBe(sha(`\u0000${leaf}`));
  });
  it('takes the same bytes whatever the order of the fields', () => {
    const backwards = Object.fromEntries(Object.entries(each.refused).reverse()) as unknown as Entry;
    expect(sealEntry(backwards, saltFrom('x'))).toEqual(sealEntry(each.refused, saltFrom('x')));
  });
  it('gives nothing to compare by when two have the same personal part', () => {
    const [one, two] = ['1', '2'].map((salt) => sealEntry(disclosed(1), saltFrom(salt)));
    expect(readLeaf(one!.leaf).commitment).not.toBe(readLeaf(two!.leaf).commitment);
  });
  it.each([new Uint8Array(16), new Uint8Array(32), new Uint8Array(32).fill(7), new Uint8Array(33)])(
    'refuses a salt that is not random',
    (salt) => {
      expect(() => sealEntry(disclosed(1), salt)).toThrow(expect.objectContaining({ code: 'salt-invalid' }));
    },
  );
  it('is not opened by the personal part of another, or by one that was changed', () => {
    const [one, two] = [sealed(1), sealed(2)];
    const wrong = expect.objectContaining({ code: 'commitment-wrong' });
    expect(() => openEntry(one.leaf, two.opening)).toThrow(wrong);
    expect(() => openEntry(one.leaf, one.opening!.replace('u-17', 'u-18'))).toThrow(wrong);
    expect(() => openEntry(sealed(3).leaf, one.opening)).toThrow(wrong);
  });
  it('without a personal part is whole, not erased', () => {
    expect(openEntry(sealed(3).leaf, null)).toMatchObject({ standing: 'whole', personal: null });
    expect(inForce(3).personal).toBeNull();
  });
  it('whose leaf commits to no personal part, though its kind must have one, is refused', () => {
    const leaf = sealed(1).leaf.replace(/"commitment":"[0-9a-f]{64}"/, '"commitment":null');
    expect(() => openEntry(leaf, null)).toThrow(expect.objectContaining({ code: 'entry-invalid' }));
  });
  it.each([
    ['{"commitment":null,"entry":{},"v":2}', 'leaf-invalid'],
    ['{"commitment":"00","entry":{},"v":1}', 'leaf-invalid'],
    ['{"commitment":null,"entry":{}}', 'leaf-invalid'],
    ['{"commitment":null,"entry":{},"v":1}', 'entry-invalid'],
    ['{"commitment":null, "entry":{},"v":1}', 'not-canonical'],
    ['{"commitment":null,"commitment":null,"entry":{},"v":1}', 'not-canonical'],
    ['{"entry":{},"commitment":null,"v":1}', 'not-canonical'],
    ['[]', 'leaf-invalid'],
    ['null', 'leaf-invalid'],
    ['', 'not-canonical'],
    ['{', 'not-canonical'],
  ])('%s is no leaf', (leaf, code) => {
    expect(() => readLeaf(leaf)).toThrow(expect.objectContaining({ code }));
  });
  it.each(['{"personal":{}}', '{"personal":{},"salt":"00"}', '[]', 'null'])('%s is no opening', (opening) => {
    const leaf = canonicalText({
      ...(JSON.parse(sealed(1).leaf) as object),
      commitment: commitmentHash(Buffer.from(opening)),
    });
    expect(() => openEntry(leaf, opening)).toThrow(expect.objectContaining({ code: 'opening-invalid' }));
  });
});

describe('canonical text', () => {
  it('is RFC 8785: its own examples', () => {
    const numbers = [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001];
    const string = '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/';
    expect(canonicalText({ numbers, string, literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const sorted = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonicalText(sorted)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });
  it('is refused to what JSON does not carry', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    for (const value of [
      undefined,
      Number.NaN,
      { a: Infinity },
      '\udc00',
      { '\udc00': 1 },
      loop,
      1n,
      () => 1,
    ]) {
      expect(() => canonicalText(value)).toThrow(expect.objectContaining({ code: 'not-canonical' }));
    }
  });
  it('is read back only from itself', () => {
    expect(parseCanonical('{"a":1}')).toEqual({ a: 1 });
    for (const text of ['{"a":1.0}', '{"a":1 }', '{"b":1,"a":1}', '{"a":1,"a":1}', '"\\u0041"', 'NaN']) {
      expect(() => parseCanonical(text)).toThrow(expect.objectContaining({ code: 'not-canonical' }));
    }
  });
});
