import { SolwayError } from '@solway/kernel';

/** Why nothing was loaded, sent or extracted. Nothing was changed. */
export type LoadRefusal =
  /** No such load. */
  | 'load-unknown'
  /** The agreement in force, if there is one, does not let this go to the other side. */
  | 'load-not-granted'
  /** Solway is not set up to write to Mosaic. */
  | 'load-not-direct'
  /** A file was to be sent, and none came. */
  | 'load-file-missing'
  /** The file is larger than is taken. */
  | 'load-file-too-large';

export class LoadRefused extends SolwayError<LoadRefusal> {}
