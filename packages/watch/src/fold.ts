/** A name as it is compared: no accents, spaces, hyphens or case; Mc and Mac alike. */
export function foldName(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toUpperCase()
    .replace(/^MAC(?=[A-Z]{3})/, 'MC');
}

/** `dg1 2ab` and `DG12AB` are one; undefined for what is no postcode. */
export function foldPostcode(postcode: string | null | undefined): string | undefined {
  const text = (postcode ?? '').replaceAll(/\s/g, '').toUpperCase();
  return /^[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}$/.test(text) ? text : undefined;
}

/** `DG12AB` → `DG1`. */
export function districtOf(foldedPostcode: string): string {
  return foldedPostcode.slice(0, -3);
}

/** The number and the first words of a street: enough to tell two doors of one postcode apart. */
export function foldAddress(address: string | null | undefined): string | undefined {
  const text = (address ?? '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, ' ')
    .trim();
  const [first, second, third] = text.split(' ');
  return first === undefined || second === undefined || !/[0-9]/.test(text)
    ? undefined
    : [first, second, third ?? ''].join(' ').trim();
}
