/** Thrown inside a reader; whoever calls the reader turns it into a coded error of its own. */
export class ShapeError extends Error {
  readonly wanted: string;
  readonly path: string;

  constructor(wanted: string, path = '') {
    super(`${path === '' ? 'it' : path.slice(1)} must be ${wanted}`);
    this.wanted = wanted;
    this.path = path;
  }
}

/** Reads an untrusted value: returns it typed, or throws ShapeError naming the path. Nothing is coerced. */
export type Shape<T> = (value: unknown) => T;
export type Shaped<S> = S extends Shape<infer T> ? T : never;

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Flat<T> = { [K in keyof T]: T[K] };
type Read<R extends Fields, O extends Fields> = Flat<
  { readonly [K in keyof R]: Shaped<R[K]> } & { readonly [K in keyof O]?: Shaped<O[K]> }
>;

function wrong(wanted: string): never {
  throw new ShapeError(wanted);
}

/** The path is put together only on the way out of a failure: a value that is right costs none. */
function within<T>(step: string, shape: Shape<T>, value: unknown): T {
  try {
    return shape(value);
  } catch (cause) {
    throw cause instanceof ShapeError ? new ShapeError(cause.wanted, `${step}${cause.path}`) : cause;
  }
}

/** Text of 1 to `most` UTF-16 units, well-formed, with no control characters but line feed and tab. */
export function text(most = 200): Shape<string> {
  return (value) => {
    if (typeof value !== 'string' || value.length === 0 || value.length > most) wrong(`text of 1 to ${most}`);
    // eslint-disable-next-line no-control-regex
    if (!value.isWellFormed() || /[\u0000-\u0008\u000b-\u001f\u007f]/.test(value)) wrong('well-formed text');
    return value;
  };
}

function pattern(form: RegExp, wanted: string): Shape<string> {
  return (value) => (typeof value === 'string' && form.test(value) ? value : wrong(wanted));
}

export const uuid = pattern(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a lower-case UUID');
export const sha256 = pattern(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal');
export const base64 = pattern(/^[A-Za-z0-9+/]{86}==$/, 'an Ed25519 signature in base64');

/** An instant as `YYYY-MM-DDTHH:MM:SS.mmmZ`: UTC, milliseconds, and a date that exists. */
export const instant: Shape<string> = (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value))
    wrong('a UTC instant');
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value
    ? value
    : wrong('an instant that exists');
};

/** A whole number from 0 to 2^53 - 1. */
export const count: Shape<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)
    ? value
    : wrong('a whole number');

export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  return (value) => words.find((word) => word === value) ?? wrong(`one of ${words.join(', ')}`);
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value) => (value === null ? null : shape(value));
}

export function list<T>(shape: Shape<T>, most = 1000, least = 0): Shape<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > most || value.length < least)
      wrong(`${least} to ${most} items`);
    return value.map((item, index) => within(`.${index}`, shape, item));
  };
}

/** An object with these fields and no other. An optional field is absent or right, never undefined. */
export function object<R extends Fields, O extends Fields>(required: R, optional: O): Shape<Read<R, O>>;
export function object<R extends Fields>(required: R): Shape<Flat<{ readonly [K in keyof R]: Shaped<R[K]> }>>;
export function object(required: Fields, optional: Fields = {}): Shape<unknown> {
  const needed = Object.entries(required);
  const allowed = Object.entries(optional);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong('an object');
    const from = value as Record<string, unknown>;
    const read: Record<string, unknown> = {};
    for (const [name, shape] of needed) {
      if (!Object.hasOwn(from, name)) throw new ShapeError('present', `.${name}`);
      read[name] = within(`.${name}`, shape, from[name]);
    }
    for (const [name, shape] of allowed) {
      if (Object.hasOwn(from, name)) read[name] = within(`.${name}`, shape, from[name]);
    }
    for (const name of Object.keys(from)) {
      if (!Object.hasOwn(read, name)) throw new ShapeError('absent', `.${name.slice(0, 64)}`);
    }
    return read;
  };
}
