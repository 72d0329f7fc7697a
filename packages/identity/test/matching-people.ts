/** CSV text of both sides for tests of a match: a small town, and whatever a test adds to it. */
export const COUNCIL_HEADER =
  'person_id,title,forenames,surname,known_as,previous_surnames,date_of_birth,sex,address,postcode,telephone,context_flag,restricted,chi';
export const CHI_HEADER =
  'chi,surname,forename_1,forename_2,forename_3,known_as,birth_surname,previous_surnames,mother_birth_surname,date_of_birth,sex,date_of_death,address,postcode,previous_postcodes,gp_practice';

export interface OnCouncil {
  readonly person_id: string;
  readonly forenames: string;
  readonly surname: string;
  readonly [column: string]: string;
}
export interface OnChi {
  readonly chi: string;
  readonly surname: string;
  readonly forename_1: string;
  readonly [column: string]: string;
}

export function csv(header: string, rows: readonly Readonly<Record<string, string>>[]): string {
  const names = header.split(',');
  const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return (
    [header, ...rows.map((row) => names.map((name) => cell(row[name] ?? '')).join(','))].join('\n') + '\n'
  );
}

/** A number with the birth date given and a check digit by modulus 11; the two digits after the date are free. */
export function chiFor(birthDate: string, free: number, male: boolean): string {
  for (let serial = free; ; serial += 1) {
    const start = `${birthDate.slice(8)}${birthDate.slice(5, 7)}${birthDate.slice(2, 4)}${String(serial % 100).padStart(2, '0')}${male ? 1 : 2}`;
    const sum = Array.from(start).reduce((total, digit, i) => total + Number(digit) * (10 - i), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10) return `${start}${check}`;
  }
}

const SURNAMES = [
  'Smith',
  'Brown',
  'Wilson',
  'Bell',
  'Irving',
  'Kerr',
  'McKay',
  'Paterson',
  'Graham',
  'Scott',
];
const FORENAMES = ['Ann', 'Iain', 'Moira', 'Ewan', 'Elspeth', 'Angus', 'Rhona', 'Fergus'];

/** People on the register whom no council record names. */
export function strangers(count: number): OnChi[] {
  return Array.from({ length: count }, (_, i) => {
    const birthDate = `${1930 + ((i * 7) % 90)}-${String((i % 12) + 1).padStart(2, '0')}-${String((i % 28) + 1).padStart(2, '0')}`;
    const male = i % 2 === 1;
    return {
      chi: chiFor(birthDate, (i * 13) % 100, male),
      surname: SURNAMES[i % SURNAMES.length]!,
      forename_1: FORENAMES[i % FORENAMES.length]!,
      date_of_birth: birthDate,
      sex: male ? 'M' : 'F',
      address: `${(i % 90) + 1} Mill Street, Annan`,
      postcode: `DG${(i % 15) + 1} ${i % 9}AB`,
    };
  }).filter((one, i, all) => all.findIndex((other) => other.chi === one.chi) === i);
}
