/**
 * The base of every error Solway raises on purpose. `code` is a literal, documented in
 * `docs/reference/errors.md`; `cause` keeps what lay beneath.
 */
export class SolwayError<Code extends string = string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: { readonly cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
  }
}
