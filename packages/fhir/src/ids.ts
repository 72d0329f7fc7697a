import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { type ChiNumber, type MosaicPersonId, parseChi, parseMosaicPersonId } from '@solway/kernel';
import type { NamedPerson } from '@solway/disclosure';
import type { ItemType } from '@solway/record';
import { ITEM_CODES } from './resources/kinds.ts';

const [CHI, MOSAIC] = [1, 2];
const [NUMBER_AT, NUMBER_BYTES] = [2, 9];

/**
 * The ids by which a client names people and entries. A person's id is their number under the client's own key, as
 * one enciphered block: the same each time, without meaning to anyone else, different for each client, and kept
 * nowhere. An entry's id holds its person's, so that a read finds its way without a store.
 */
export class Ids {
  readonly #master: Buffer;
  readonly #keys = new Map<string, Buffer>();

  /** @param master 32 secret bytes; with others, every id is another */
  constructor(master: Buffer) {
    this.#master = master;
  }

  patientId(clientId: string, person: NamedPerson): string {
    const [kind, digits] = 'chi' in person ? [CHI, person.chi] : [MOSAIC, person.personId];
    const block = Buffer.alloc(16);
    block[0] = kind;
    block[1] = digits.length;
    block.set(
      Buffer.from(
        BigInt(digits)
          .toString(16)
          .padStart(NUMBER_BYTES * 2, '0'),
        'hex',
      ),
      NUMBER_AT,
    );
    const cipher = createCipheriv('aes-128-ecb', this.#keyOf(clientId), null).setAutoPadding(false);
    return cipher.update(block).toString('hex');
  }

  /** The person that this client's id stands for; undefined for an id that it was never given. */
  personOf(clientId: string, patientId: string): NamedPerson | undefined {
    if (!/^[0-9a-f]{32}$/.test(patientId)) return undefined;
    const decipher = createDecipheriv('aes-128-ecb', this.#keyOf(clientId), null).setAutoPadding(false);
    const block = decipher.update(Buffer.from(patientId, 'hex'));
    if (block.subarray(NUMBER_AT + NUMBER_BYTES).some((byte) => byte !== 0)) return undefined;
    const number = BigInt(`0x${block.subarray(NUMBER_AT, NUMBER_AT + NUMBER_BYTES).toString('hex')}`);
    return readPerson(block[0], number.toString().padStart(block[1] ?? 0, '0'));
  }

  entryId(clientId: string, patientId: string, item: ItemType, recordId: string): string {
    const hash = createHmac('sha256', this.#keyOf(clientId)).update(`${item}|${recordId}`).digest('hex');
    return `${patientId}.${ITEM_CODES[item]}.${hash.slice(0, 24)}`;
  }

  /** A user of an organisation, as this client may name them. */
  practitionerId(clientId: string, organisation: string, userId: string): string {
    const hmac = createHmac('sha256', this.#keyOf(clientId)).update(`user|${organisation}|${userId}`);
    return hmac.digest('hex').slice(0, 32);
  }

  #keyOf(clientId: string): Buffer {
    let key = this.#keys.get(clientId);
    if (key === undefined) {
      key = Buffer.from(hkdfSync('sha256', this.#master, '', `fhir-ids:${clientId}`, 16));
      this.#keys.set(clientId, key);
    }
    return key;
  }
}

/** The two parts of an entry's id that lead to it; undefined for what is no such id. */
export function readEntryId(id: string): { readonly patientId: string; readonly item: ItemType } | undefined {
  const [, patientId, code] = /^([0-9a-f]{32})\.([a-z]{2})\.[0-9a-f]{24}$/.exec(id) ?? [];
  const item = ITEMS_BY_CODE.get(code ?? '');
  return patientId === undefined || item === undefined ? undefined : { patientId, item };
}

const ITEMS_BY_CODE: ReadonlyMap<string, ItemType> = new Map(
  Object.entries(ITEM_CODES).map(([item, code]) => [code, item as ItemType]),
);

function readPerson(kind: number | undefined, digits: string): NamedPerson | undefined {
  try {
    if (kind === CHI) return { chi: parseChi(digits).chi satisfies ChiNumber };
    return kind === MOSAIC ? { personId: parseMosaicPersonId(digits) satisfies MosaicPersonId } : undefined;
  } catch {
    return undefined;
  }
}
