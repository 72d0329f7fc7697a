import { PRACTICES, type Practice } from './practices.ts';
import { Random } from './random.ts';

export interface Address {
  /** `12 High Street, Thornhill` */
  readonly line: string;
  readonly postcode: string;
}

/** The board area's postcode sectors, about as they are, with the post town of each district. */
const DG: readonly { district: string; town: string; sectors: string; share: number }[] = [
  { district: 'DG1', town: 'Dumfries', sectors: '1234', share: 18 },
  { district: 'DG2', town: 'Dumfries', sectors: '0789', share: 20 },
  { district: 'DG3', town: 'Thornhill', sectors: '45', share: 4 },
  { district: 'DG4', town: 'Sanquhar', sectors: '6', share: 3 },
  { district: 'DG5', town: 'Dalbeattie', sectors: '4', share: 5 },
  { district: 'DG6', town: 'Kirkcudbright', sectors: '4', share: 4 },
  { district: 'DG7', town: 'Castle Douglas', sectors: '123', share: 8 },
  { district: 'DG8', town: 'Newton Stewart', sectors: '06789', share: 8 },
  { district: 'DG9', town: 'Stranraer', sectors: '0789', share: 11 },
  { district: 'DG10', town: 'Moffat', sectors: '9', share: 3 },
  { district: 'DG11', town: 'Lockerbie', sectors: '123', share: 7 },
  { district: 'DG12', town: 'Annan', sectors: '56', share: 7 },
  { district: 'DG13', town: 'Langholm', sectors: '0', share: 1.5 },
  { district: 'DG14', town: 'Canonbie', sectors: '0', share: 0.5 },
];
/** Where a population larger than the board's own lives as well. */
const REST_OF_SCOTLAND: readonly { area: string; districts: number; town: string }[] = [
  { area: 'G', districts: 84, town: 'Glasgow' },
  { area: 'EH', districts: 54, town: 'Edinburgh' },
  { area: 'AB', districts: 56, town: 'Aberdeen' },
  { area: 'KA', districts: 30, town: 'Kilmarnock' },
  { area: 'ML', districts: 12, town: 'Motherwell' },
  { area: 'PA', districts: 38, town: 'Paisley' },
  { area: 'FK', districts: 21, town: 'Falkirk' },
  { area: 'KY', districts: 16, town: 'Kirkcaldy' },
  { area: 'DD', districts: 11, town: 'Dundee' },
  { area: 'IV', districts: 28, town: 'Inverness' },
  { area: 'PH', districts: 26, town: 'Perth' },
  { area: 'TD', districts: 15, town: 'Galashiels' },
];
const BOARD_AREA_PEOPLE = 160_000;
const UNIT_LETTERS = 'ABDEFGHJLNPQRSTUWXYZ';
const DG_TOTAL = DG.reduce((sum, one) => sum + one.share, 0);

/** Addresses for a population of a given size: everyone in Dumfries and Galloway until it is full. */
export class Places {
  readonly #inBoardArea: number;

  constructor(people: number) {
    this.#inBoardArea = Math.min(1, BOARD_AREA_PEOPLE / people);
  }

  home(random: Random): Address {
    const { postcode, town } = this.#postcode(random);
    return { line: `${houseOn(postcode, random)}, ${town}`, postcode };
  }

  careHome(random: Random): Address {
    const { postcode, town } = this.#postcode(random);
    return { line: `${random.pick(CARE_HOMES)} Care Home, ${streetOf(postcode)}, ${town}`, postcode };
  }

  #postcode(random: Random): { postcode: string; town: string } {
    const unit = `${random.between(1, 9)}`;
    const letters = `${letterOf(UNIT_LETTERS, random)}${letterOf(UNIT_LETTERS, random)}`;
    if (!random.chance(this.#inBoardArea)) {
      const { area, districts, town } = random.pick(REST_OF_SCOTLAND);
      return { postcode: `${area}${random.between(1, districts)} ${unit}${letters}`, town };
    }
    let target = random.next() * DG_TOTAL;
    const found = DG.find((one) => (target -= one.share) < 0) ?? DG[0]!;
    return { postcode: `${found.district} ${letterOf(found.sectors, random)}${letters}`, town: found.town };
  }
}

const letterOf = (letters: string, random: Random): string =>
  letters.charAt(random.between(0, letters.length - 1));

/** The practice that serves an address. */
export function practiceOf(address: Address, random: Random): Practice {
  const district = address.postcode.split(' ')[0] ?? '';
  const near = PRACTICES.filter((one) => one.district === district);
  return random.pick(near.length > 0 ? near : PRACTICES);
}

/** A postcode is a handful of houses on one street, so the street follows from the postcode. */
function streetOf(postcode: string): string {
  const random = new Random(0, 'street', postcode);
  return `${random.pick(STREET_NAMES)} ${random.pickRanked(STREET_KINDS)}`;
}

function houseOn(postcode: string, random: Random): string {
  const street = streetOf(postcode);
  const roll = random.next();
  if (roll < 0.06) return `${random.pick(FARM_STARTS)}${random.pick(FARM_ENDS)}`;
  if (roll < 0.1) return `${random.pick(COTTAGES)} Cottage, ${street}`;
  if (roll < 0.24) {
    return `Flat ${random.between(0, 3)}/${random.between(1, 4)}, ${random.between(1, 60)} ${street}`;
  }
  return `${random.between(1, 120)}${random.chance(0.06) ? random.pick(['A', 'B']) : ''} ${street}`;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const STREET_NAMES = words(`
  High Station Church Main Castle Mill Burns Victoria Queen King Buccleuch Annan Nith Moss School Park Bank George
  Albert Hill Glebe Loch Kirk Rosefield Academy Bridge Lovers Laurieknowe Galloway Solway Harbour Shore Cree Fleet
  Urr Dee Esk Moffat Glasgow Edinburgh Carlisle Terregles Troqueer Lochside Lincluden Georgetown Calside Larchfield
  Corberry Pleasance Cuckoo Cresswell Lockerbie Maxwell Murray Douglas Herries Carruthers Irving Johnstone Scott
  Elder Rowan Birch Beech Oak Ash Willow Hazel Alder Hawthorn Larch Pine Cedar Heather Gorse Bracken Thistle
  Lapwing Curlew Heron Osprey Barnacle Robin Wren Linnet Skylark Kestrel Merrick Criffel Cairnsmore Queensberry
  Wanlock Lowther Tinwald Torthorwald Hoddom Ruthwell Cummertrees Kelton Parton Crossmichael Balmaclellan Dalry
  Glencairn Tynron Penpont Keir Closeburn Durisdeer Drumlanrig Mennock Kelloholm Portland Agnew Stair Wigtown
  Whithorn Garlieston Sorbie Glenluce Lochans Sandhead Portpatrick Leswalt Ervie Cairnryan`);
const STREET_KINDS = words(
  'Street Road Avenue Drive Crescent Place Terrace Gardens Court Way Brae Wynd Loan View',
);
const FARM_STARTS = words(
  'Auchen Bal Barr Carrick Clauchan Craig Dal Drum Garroch Glen Kil Knock Lag Loch Mains Tor',
);
const FARM_ENDS = [
  'cairn Farm',
  'drain Farm',
  'fad Farm',
  'garroch',
  'haugh Farm',
  'hill Farm',
  'linn',
  'more Farm',
];
const COTTAGES = words(
  'Rose Ivy Burnside Braeside Woodside Hillview Lochview Seaview Mill Smithy Lodge Shepherd’s',
);
const CARE_HOMES = words(
  'Criffel Nithview Merrick Fleetside Rowanbank Solwayview Lochbank Castlepark Greenhill Birchwood',
);
