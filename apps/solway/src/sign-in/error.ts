import { SolwayError } from '@solway/kernel';

/** Why nobody was signed in. Each that names a person or an attempt is in the ledger. */
export class SignInError extends SolwayError<
  | 'sign-in-invalid'
  | 'sign-in-unavailable'
  | 'sign-in-attempt-unknown'
  | 'sign-in-refused'
  | 'sign-in-not-verified'
  | 'sign-in-role-ambiguous'
  | 'sign-in-no-role'
  | 'sign-in-other-person'
  | 'sign-in-needed'
> {}
