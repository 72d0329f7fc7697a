declare const brand: unique symbol;

/** A value that only its own parser can make: a CHI number is not a string, a Mosaic id is not a number. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
