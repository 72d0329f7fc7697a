import type { RegisterEntry } from '../../population/register.ts';

export interface AdtOptions {
  readonly event: 'A28' | 'A31' | 'A40';
  readonly controlId: string;
  readonly at: Date;
  /** The number that is used no more, of an A40. */
  readonly retired?: string;
  /** What the person was before is protected: PD1-12. */
  readonly protected?: boolean;
  /** A death that was told by mistake is taken back. */
  readonly alive?: boolean;
}

/** An ADT message as the register sends it: HL7 v2.5, UTF-8, segments ended by CR. */
export function adtMessage(entry: RegisterEntry, options: AdtOptions): string {
  const { event, controlId, at, retired } = options;
  const stamp = `${at.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}+0000`;
  const structure = { A28: 'ADT_A05', A31: 'ADT_A05', A40: 'ADT_A39' }[event];
  const [line = '', ...towns] = entry.address.split(', ');
  const town = towns.pop() ?? '';
  const [given = '', ...middle] = entry.forenames;
  const names = [
    [entry.surname, given, middle.join(' '), '', '', '', 'L'],
    ...(entry.birthSurname === '' || entry.birthSurname === entry.surname
      ? []
      : [[entry.birthSurname, '', '', '', '', '', 'M']]),
    ...(entry.knownAs === '' ? [] : [['', entry.knownAs, '', '', '', '', 'N']]),
    ...(options.protected === true
      ? []
      : entry.previousSurnames.map((one) => [one, '', '', '', '', '', 'A'])),
  ];
  const addresses = [
    [line, towns.join(', '), town, '', entry.postcode, '', 'H'],
    ...(options.protected === true
      ? []
      : entry.previousPostcodes.map((one) => ['', '', '', '', one, '', 'P'])),
  ];
  const died = entry.deathDate.replaceAll('-', '');
  const segments = [
    [
      'MSH',
      '^~\\&',
      'CHI',
      'NHSDG',
      'SOLWAY',
      'DGC',
      stamp,
      '',
      `ADT^${event}^${structure}`,
      controlId,
      'P',
      '2.5',
    ],
    ['EVN', event, stamp],
    segment('PID', {
      1: '1',
      3: `${entry.chi}^^^CHI^NH`,
      5: names.map((name) => name.map(written).join('^')).join('~'),
      6: entry.motherBirthSurname === '' ? '' : `${written(entry.motherBirthSurname)}^^^^^^M`,
      7: entry.birthDate.replaceAll('-', ''),
      8: entry.sex,
      11: addresses.map((address) => address.map(written).join('^')).join('~'),
      13: written(entry.telephone),
      29: options.alive === true ? '""' : died,
      30: options.alive === true ? 'N' : died === '' ? '' : 'Y',
    }),
    segment('PD1', { 3: written(entry.gpPractice), 12: options.protected === true ? 'Y' : '' }),
    ...(retired === undefined ? [] : [['MRG', `${retired}^^^CHI^NH`]]),
  ];
  const [header = [], ...rest] = segments;
  const headerLine = [...header, '', '', '', '', '', 'UNICODE UTF-8'].join('|');
  return [headerLine, ...rest.map((fields) => fields.join('|').replace(/\|+$/, ''))]
    .map((text) => `${text}\r`)
    .join('');
}

function segment(name: string, fields: Readonly<Record<number, string>>): string[] {
  const last = Math.max(...Object.keys(fields).map(Number));
  return [name, ...Array.from({ length: last }, (_, index) => fields[index + 1] ?? '')];
}

const ESCAPES: Readonly<Record<string, string>> = {
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
  '\\': '\\E\\',
};

function written(text: string): string {
  return text.replaceAll(/[|^&~\\]/g, (sign) => ESCAPES[sign] ?? sign).replaceAll(/[\r\n]/g, ' ');
}
