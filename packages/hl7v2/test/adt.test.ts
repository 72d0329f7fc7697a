import { parseMessage, readRegisterChange } from '@solway/hl7v2';
import { describe, expect, it } from 'vitest';

const MSH = (event: string, at = '20261123091500+0000') =>
  `MSH|^~\\&|ORION|NHSDG|SOLWAY|DGC|${at}||ADT^${event}|42|P|2.5\rEVN|${event}|${at}\r`;
const CHI = '1407451243^^^CHI^NH';
const read = (text: string) => readRegisterChange(parseMessage(text));
const code = (text: string): unknown => {
  try {
    return read(text).kind;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};
const person = (fields: Readonly<Record<number, string>>, rest = '') => {
  const pid = Array.from({ length: 30 }, (_, i) => fields[i + 1] ?? '');
  if (fields[3] === undefined) pid[2] = CHI;
  if (fields[5] === undefined) pid[4] = 'Smith^Jean';
  const change = read(`${MSH('A31')}PID|${pid.join('|')}\r${rest}`);
  if (change.kind !== 'person') throw new Error('no person');
  return change.person;
};

describe('a person of a message', () => {
  it('is read whole', () => {
    expect(
      person(
        {
          3: `H123^^^NHSDG^MR~${CHI}`,
          5: 'Smith&van^Jean^Mary Ann^^Mrs^^L~McKay^^^^^^M~^Jeannie^^^^^N~Brown^Jean^^^^^A',
          6: 'Gordon^^^^^^M',
          7: '19450714',
          8: 'F',
          11: '1 High St^Flat 2^Dumfries^^DG1 1AA^^H~9 Old Rd^^Annan^^DG12 1AA^^P~x^^^^ZZ1 1ZZ^^BA',
          29: '',
          30: 'N',
        },
        'PD1|||Nithbank^^12345\r',
      ),
    ).toEqual({
      chi: '1407451243',
      surname: 'Smith',
      forenames: ['Jean', 'Mary', 'Ann'],
      knownAs: 'Jeannie',
      birthSurname: 'McKay',
      otherSurnames: ['Brown'],
      motherBirthSurname: 'Gordon',
      birthDate: '1945-07-14',
      sex: 'female',
      address: '1 High St, Flat 2, Dumfries',
      postcode: 'DG1 1AA',
      previousPostcodes: ['DG12 1AA'],
      death: null,
      gpPractice: '12345',
      unreadable: [],
    });
  });

  it('says nothing of what is absent, and null of what is taken away', () => {
    expect(person({})).toEqual({
      chi: '1407451243',
      surname: 'Smith',
      forenames: ['Jean'],
      otherSurnames: [],
      previousPostcodes: [],
      unreadable: [],
    });
    expect(person({ 6: '""', 7: '""', 8: '""', 11: '""' })).toMatchObject({
      motherBirthSurname: null,
      birthDate: null,
      sex: null,
      address: null,
      postcode: null,
    });
  });

  it.each([
    [{ 29: '20261101', 30: 'Y' }, '2026-11-01'],
    [{ 29: '20261101' }, '2026-11-01'],
    [{ 30: 'Y' }, 'undated'],
    [{ 29: '202611', 30: 'Y' }, 'undated'],
    [{ 30: 'N' }, null],
    [{ 29: '""', 30: 'N' }, null],
    [{ 29: '""' }, null],
    [{}, undefined],
  ])('a death is told, dated or not, or taken back: %o', (fields, death) => {
    expect(person(fields).death).toBe(death);
  });

  it('keeps what is held where a part can’t be read, and says which', () => {
    expect(person({ 7: '1945', 8: 'Q' })).toMatchObject({ unreadable: ['birth-date', 'sex'] });
    expect(person({ 7: '1945' })).not.toHaveProperty('birthDate');
  });

  it('is known by the CHI authority, by name or by its OID, and by no other number', () => {
    expect(person({ 3: '1407451243^^^&2.16.840.1.113883.2.1.3.2.4.16.53&ISO' }).chi).toBe('1407451243');
    expect(code(`${MSH('A31')}PID|1||1407451243^^^NHSDG^MR||Smith\r`)).toBe('chi-missing');
    expect(code(`${MSH('A31')}PID|1||1407451244^^^CHI^NH||Smith\r`)).toBe('chi-invalid');
    expect(code(`${MSH('A31')}PID|1||${CHI}~0101011237^^^CHI^NH||Smith\r`)).toBe('chi-doubled');
  });
});

describe('a change to the register', () => {
  it('knows its moment and whether what came before is protected', () => {
    expect(read(`${MSH('A28')}PID|1||${CHI}||Smith\rPD1||||||||||||Y\r`)).toMatchObject({
      kind: 'person',
      event: 'A28',
      at: '2026-11-23T09:15:00.000Z',
      protected: true,
    });
  });

  it('merges, links and unlinks', () => {
    const [a, b] = [`PID|1||${CHI}||Smith\r`, 'PID|2||0101011237^^^CHI^NH||Smith\r'];
    expect(read(`${MSH('A40')}${a}MRG|0101011237^^^CHI^NH~77^^^LOC\r`)).toMatchObject({
      kind: 'merge',
      person: { chi: '1407451243' },
      retired: ['0101011237'],
    });
    expect(read(`${MSH('A24')}${a}${b}`)).toMatchObject({
      kind: 'link',
      numbers: ['1407451243', '0101011237'],
    });
    expect(read(`${MSH('A37')}${a}${b}`)).toMatchObject({ kind: 'unlink' });
  });

  it.each([
    [MSH('A31'), 'segment-missing'],
    [`${MSH('A31')}PID|1||${CHI}||^Jean\r`, 'surname-missing'],
    [`${MSH('A08')}PID|1||${CHI}||Smith\r`, 'event-unsupported'],
    [`MSH|^~\\&|A|B|C|D|20261123||ORU^R01|42|P|2.5\r`, 'type-unsupported'],
    [`MSH|^~\\&|A|B|C|D|20261123||ADT^A31||P|2.5\r`, 'control-id-missing'],
    [`${MSH('A40')}PID|1||${CHI}||Smith\r`, 'segment-missing'],
    [`${MSH('A40')}PID|1||${CHI}||Smith\rMRG|77^^^LOC\r`, 'chi-missing'],
    [`${MSH('A40')}PID|1||${CHI}||Smith\rMRG|${CHI}\r`, 'same-number'],
    [`${MSH('A24')}PID|1||${CHI}||Smith\r`, 'segment-missing'],
    [`${MSH('A24')}PID|1||${CHI}||Smith\rPID|2||${CHI}||Smith\r`, 'same-number'],
  ])('that can’t be taken is refused with a code', (text, wanted) => {
    expect(code(text)).toBe(wanted);
  });
});
