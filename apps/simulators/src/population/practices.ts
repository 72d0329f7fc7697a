/** A general practice of the board. Code and name are invented; telephone numbers are from the range kept for drama. */
export interface Practice {
  readonly code: string;
  readonly district: string;
  readonly name: string;
  readonly telephone: string;
  readonly address: string;
}

const NAMES: readonly (readonly [district: string, name: string, address: string])[] = [
  ['DG1', 'Nithbank Medical Practice', '2 Nith Place, Dumfries, DG1 2PN'],
  ['DG1', 'Greencroft Surgery', '10 Annan Road, Dumfries, DG1 3DQ'],
  ['DG1', 'Queensberry Health Centre', '41 Queen Street, Dumfries, DG1 2JJ'],
  ['DG2', 'Troqueer Medical Group', '5 Maxwell Terrace, Dumfries, DG2 7DL'],
  ['DG2', 'Lochside Health Centre', '18 Lochside Road, Dumfries, DG2 0EJ'],
  ['DG2', 'Whitesands Practice', '1 Galloway Street, Dumfries, DG2 7TL'],
  ['DG3', 'Thornhill Health Centre', 'Station Road, Thornhill, DG3 5DD'],
  ['DG4', 'Upper Nithsdale Practice', 'Glasgow Road, Sanquhar, DG4 6BZ'],
  ['DG5', 'Urr Valley Surgery', 'Mill Street, Dalbeattie, DG5 4HE'],
  ['DG6', 'Dee Bridge Medical Practice', 'Castle Gardens, Kirkcudbright, DG6 4JA'],
  ['DG7', 'Carlingwark Practice', 'Academy Street, Castle Douglas, DG7 1EE'],
  ['DG8', 'Cree Valley Surgery', 'King Street, Newton Stewart, DG8 6DQ'],
  ['DG8', 'Machars Health Centre', 'High Vennel, Wigtown, DG8 9JQ'],
  ['DG9', 'Loch Ryan Medical Group', 'Harbour Street, Stranraer, DG9 7RD'],
  ['DG9', 'Rhins Practice', 'Church Street, Stranraer, DG9 7JG'],
  ['DG10', 'Moffat Hills Surgery', 'High Street, Moffat, DG10 9HL'],
  ['DG11', 'Annandale Practice', 'Bridge Street, Lockerbie, DG11 2EG'],
  ['DG12', 'Solway Medical Group', 'Bank Street, Annan, DG12 6AA'],
  ['DG13', 'Eskdale Surgery', 'Thomas Telford Road, Langholm, DG13 0BL'],
  ['DG14', 'Border Esk Practice', 'Riverside, Canonbie, DG14 0UX'],
];

export const PRACTICES: readonly Practice[] = NAMES.map(([district, name, address], index) => ({
  code: `${18_110 + index * 7}`,
  district,
  name,
  telephone: `01632 960${`${100 + index}`.padStart(3, '0')}`,
  address,
}));

export function practiceByCode(code: string): Practice | undefined {
  return PRACTICES.find((one) => one.code === code);
}
